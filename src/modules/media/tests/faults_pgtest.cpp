// The store fails at its n-th call, for every n: nothing half-done is ever seen, and once it is back everything comes right by itself.
#include "modules/media/tests/media_fixture.hpp"

#include "modules/media/comparison.hpp"
#include "modules/media/sweeper.hpp"

#include <gmock/gmock.h>

namespace gavel::media {
namespace {

using testing::IsEmpty;

// Counts calls and lets one of them fail, before or after it had its effect.
class failing_store final : public storage::store {
public:
    explicit failing_store(storage::store& real) : real_(real) {}

    int calls = 0;
    int fails_at = 0;  // 0: never
    bool after_the_effect = false;

    awaitable<void> put(std::string key, std::shared_ptr<const std::string> content, std::string type, runtime::deadline until) override {
        const bool fails = count();
        if (fails && !after_the_effect) fail();
        co_await real_.put(std::move(key), std::move(content), std::move(type), until);
        if (fails) fail();
    }
    awaitable<std::optional<storage::object>> get(std::string key, std::size_t bytes_max, runtime::deadline until) override {
        if (count()) fail();
        co_return co_await real_.get(std::move(key), bytes_max, until);
    }
    awaitable<std::optional<std::string>> get_range(std::string key, std::uint64_t from, std::size_t bytes,
                                                    runtime::deadline until) override {
        if (count()) fail();
        co_return co_await real_.get_range(std::move(key), from, bytes, until);
    }
    awaitable<std::optional<storage::facts>> head(std::string key, runtime::deadline until) override {
        if (count()) fail();
        co_return co_await real_.head(std::move(key), until);
    }
    awaitable<void> remove(std::string key, runtime::deadline until) override {
        const bool fails = count();
        if (fails && !after_the_effect) fail();
        co_await real_.remove(std::move(key), until);
        if (fails) fail();
    }
    awaitable<storage::page> list(std::string prefix, std::string next, runtime::deadline until, int limit) override {
        if (count()) fail();
        co_return co_await real_.list(std::move(prefix), std::move(next), until, limit);
    }
    awaitable<std::string> begin_upload(storage::upload u, runtime::deadline until) override {
        const bool fails = count();
        if (fails && !after_the_effect) fail();
        auto name = co_await real_.begin_upload(std::move(u), until);
        if (fails) fail();
        co_return name;
    }
    awaitable<std::vector<storage::piece>> missing(storage::upload u, runtime::deadline until) override {
        if (count()) fail();
        co_return co_await real_.missing(std::move(u), until);
    }
    awaitable<bool> finish_upload(storage::upload u, runtime::deadline until) override {
        const bool fails = count();
        if (fails && !after_the_effect) fail();
        const bool complete = co_await real_.finish_upload(std::move(u), until);
        if (fails) fail();
        co_return complete;
    }
    awaitable<void> abandon_upload(storage::upload u, runtime::deadline until) override {
        const bool fails = count();
        if (fails && !after_the_effect) fail();
        co_await real_.abandon_upload(std::move(u), until);
        if (fails) fail();
    }
    awaitable<std::uint64_t> append(storage::upload u, std::uint64_t from, std::string chunk, runtime::deadline until) override {
        const bool fails = count();
        if (fails && !after_the_effect) fail();
        const auto there = co_await real_.append(std::move(u), from, std::move(chunk), until);
        if (fails) fail();
        co_return there;
    }
    bool is_direct() const override { return real_.is_direct(); }
    awaitable<std::vector<std::string>> prepare(std::string site, runtime::deadline until) override {
        return real_.prepare(std::move(site), until);
    }
    awaitable<void> tidy(runtime::deadline until) override { return real_.tidy(until); }
    awaitable<std::vector<std::string>> self_test(std::string site, runtime::deadline until) override {
        return real_.self_test(std::move(site), until);
    }

private:
    bool count() { return ++calls == fails_at; }
    [[noreturn]] static void fail() { throw storage::unavailable("the store was stopped by the test"); }

    storage::store& real_;
};

class media_faults : public media_test, public testing::WithParamInterface<std::tuple<storage::kind, bool>> {
protected:
    media_faults() : media_test(std::get<0>(GetParam())) {
        store.after_the_effect = std::get<1>(GetParam());
        start_jobs(store);
    }
    void arm(int at) {
        store.calls = 0;
        store.fails_at = at;
    }
    comparison compared() {
        return run(compare(pool, *parts.store, std::nullopt, [](const std::string&) {}));
    }
    // Nothing is missing, and nothing is there that no row and no leftover knows of.
    void expect_tidy() {
        arm(0);
        EXPECT_EQ(compared().missing, 0);
        db.execute("update media_leftovers set due_at = clock_timestamp()");
        sweeper one(store, shared);
        run(one.run_once(pool, soon()));
        std::size_t expected = 0;
        for (const auto& f : album_of(lot))
            if (f.state == file_state::ready) expected += 1 + 3 * f.widths.size();
        EXPECT_EQ(names_below("").size(), expected);
    }
    // 0: the step needs no more calls than that.
    template <class Step>
    bool failed_at(int at, Step step) {
        arm(at);
        try {
            step();
        } catch (const storage::unavailable&) {
            return true;
        }
        return store.calls >= at;  // a job keeps the exception to itself
    }

    failing_store store{*parts.store};
    service through{pool, store, shared};
    const std::string content = test::jpeg(200, 150);
};

TEST_P(media_faults, while_a_photo_is_sent) {
    const auto anna = person("anna");
    for (int at = 1;; ++at) {
        const auto f = begun(anna, lot, content);
        const auto send = [&] {
            const auto u = run(through.found(anna, f.id, soon()));
            for (const auto& each : u->missing) {
                if (each.url.starts_with("/api/")) {
                    spoken_body body({content.substr(each.from, 1000), content.substr(each.from + 1000)});
                    const auto from = static_cast<std::int64_t>(each.from);
                    run(through.receive(anna, f.id, from, body, soon()));
                } else {
                    send_all(f, content);
                }
            }
            run(through.finish(anna, f.id, soon()));
        };
        if (!failed_at(at, send)) break;
        EXPECT_EQ(row(f.id)->state, file_state::open) << at;
        arm(0);
        send();  // as the page does after a failure
        work();
        EXPECT_EQ(row(f.id)->state, file_state::ready) << at << ": " << errors_of_jobs();
        expect_tidy();
        ASSERT_LT(at, 30);
    }
}

TEST_P(media_faults, while_its_variants_are_made) {
    const auto anna = person("anna");
    for (int at = 1;; ++at) {
        const auto f = begun(anna, lot, content);
        send_all(f, content);
        run(media.finish(anna, f.id, soon()));
        told.clear();
        if (!failed_at(at, [&] { work(); })) break;
        EXPECT_EQ(row(f.id)->state, file_state::checking) << at;
        EXPECT_THAT(told, IsEmpty());
        arm(0);
        work_again();
        EXPECT_EQ(row(f.id)->state, file_state::ready) << at << ": " << errors_of_jobs();
        expect_tidy();
        ASSERT_LT(at, 30);
    }
}

TEST_P(media_faults, while_it_is_turned) {
    const auto anna = person("anna");
    const auto f = sent(anna, lot, content);
    photo_edit turned;
    for (int at = 1;; ++at) {
        const auto before = row(f.id).value();
        turned.quarter_turns = (before.quarter_turns + 1) % 4;
        joined([&](pg::transaction& tx) { return media.change(tx, lot, f.id, turned); });
        if (!failed_at(at, [&] { work(); })) break;
        EXPECT_EQ(row(f.id)->rendition, before.rendition) << at << ": the old one stays until the new one is whole";
        arm(0);
        work_again();
        EXPECT_EQ(row(f.id)->shown_turns, *turned.quarter_turns) << at << ": " << errors_of_jobs();
        expect_tidy();
        ASSERT_LT(at, 30);
    }
}

TEST_P(media_faults, while_it_is_swept) {
    const auto anna = person("anna");
    for (int at = 1;; ++at) {
        const auto f = sent(anna, lot, content);
        joined([&](pg::transaction& tx) { return media.remove(tx, lot, f.id); });
        sweeper one(store, shared);
        if (!failed_at(at, [&] { run(one.run_once(pool, soon())); })) break;
        expect_tidy();
        EXPECT_THAT(names_below(""), IsEmpty()) << at;
        ASSERT_LT(at, 30);
    }
}

INSTANTIATE_TEST_SUITE_P(each, media_faults, testing::Combine(testing::Values(storage::kind::disk, storage::kind::s3), testing::Bool()),
                         [](const auto& which) {
                             return std::string(std::get<0>(which.param) == storage::kind::disk ? "disk" : "s3") +
                                    (std::get<1>(which.param) ? "_after_the_effect" : "_before");
                         });

}  // namespace
}  // namespace gavel::media
