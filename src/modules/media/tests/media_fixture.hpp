// A database, a store of either kind, and everything between them: service, jobs, people.
#pragma once
#include "modules/media/keys.hpp"
#include "modules/media/repository.hpp"
#include "modules/media/service.hpp"
#include "modules/media/worker.hpp"
#include "platform/http/body_reader.hpp"
#include "platform/jobs/worker.hpp"
#include "platform/storage/tests/stores.hpp"
#include "tests/support/pg.hpp"
#include "tests/support/pictures.hpp"

#include <gtest/gtest.h>

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace gavel::media {

inline constexpr album lot{purpose::lot_photo, 42}, papers{purpose::lot_document, 42};

// A body that arrives in pieces and may break off.
class spoken_body final : public http::body_reader {
public:
    explicit spoken_body(std::deque<std::string> pieces, bool breaks_off = false) : pieces_(std::move(pieces)), breaks_off_(breaks_off) {}

    awaitable<std::optional<std::string>> next() override {
        if (pieces_.empty() && breaks_off_) throw http::connection_lost();
        if (pieces_.empty()) co_return std::nullopt;
        auto first = std::move(pieces_.front());
        pieces_.pop_front();
        co_return first;
    }

private:
    std::deque<std::string> pieces_;
    bool breaks_off_;
};

class media_test : public test::pg_test {
protected:
    explicit media_test(storage::kind which) : parts(which, io) { start_jobs(*parts.store); }

    void start_jobs(storage::store& store) {
        jobs::options limits;
        limits.concurrency_max = 4;
        worker.emplace(io, pool, limits);
        auto shown = [this](album of) { told.push_back(of); };
        for (auto& each : registrations(store, shared, shown)) worker->add(std::move(each));
    }
    void work() { run(worker->run_once(), std::chrono::seconds(60)); }
    // Jobs that failed are tried again now.
    void work_again() {
        db.execute("update jobs set due_at = clock_timestamp() where state = 'waiting'");
        work();
    }

    account_id person(const std::string& name) {
        return *account_id::parse(db.scalar("insert into accounts (email, password_hash, display_name, language) values ('" + name +
                                            "@example.test', 'x', '" + name + "', 'en') returning id"));
    }

    result<file> begin(account_id who, album where, new_file f) { return run(begin_in_transaction(who, where, std::move(f))); }
    file begun(account_id who, album where, const std::string& content, const std::string& type = "image/jpeg") {
        new_file f;
        f.content_type = type;
        f.bytes = static_cast<std::int64_t>(content.size());
        if (where.purpose == purpose::lot_document) f.name = "report.pdf";
        return begin(who, where, std::move(f)).value();
    }
    std::vector<storage::piece> missing(const file& f) { return run(media.found(f.owner, f.id, soon()))->missing; }

    void send(const file& f, const storage::piece& one, const std::string& content) {
        const auto part = content.substr(one.from, one.to - one.from);
        if (one.url.starts_with("/api/")) {
            spoken_body body({part.substr(0, part.size() / 2), part.substr(part.size() / 2)});
            const auto from = static_cast<std::int64_t>(one.from);
            const auto received = run(media.receive(f.owner, f.id, from, body, soon()));
            ASSERT_TRUE(received);
            EXPECT_EQ(*received, static_cast<std::int64_t>(one.to));
            return;
        }
        http_client::request r("PUT", one.url);
        for (const auto& each : one.headers) r.headers.push_back(each);
        r.body = std::make_shared<const std::string>(part);
        ASSERT_EQ(run(parts.wire.send(std::move(r), soon())).status, 200);
    }
    void send_all(const file& f, const std::string& content) {
        for (const auto& each : missing(f)) send(f, each, content);
    }
    // From the first byte to the moment in which the job has decided.
    file sent(account_id who, album where, const std::string& content, const std::string& type = "image/jpeg") {
        const auto f = begun(who, where, content, type);
        send_all(f, content);
        EXPECT_TRUE(run(media.finish(who, f.id, soon())));
        work();
        return row(f.id).value();
    }

    std::optional<file> row(file_id id) { return run(repository::find(pool, soon(), id)); }
    std::vector<file> album_of(album where) { return run(media.files_of(where, soon())); }
    std::vector<std::string> names_below(const std::string& prefix) {
        std::vector<std::string> names;
        for (const auto& each : run(parts.store->list(prefix, "", soon())).objects) names.push_back(each.key);
        return names;
    }
    std::string content_of(const std::string& key) { return run(parts.store->get(key, 64 * 1024 * 1024, soon())).value().content; }
    // What the module of the holder does: a use case inside a transaction of its own, committed unless it refuses.
    template <class Use>
    auto joined(Use use) {
        return run(in_transaction(std::move(use)));
    }
    std::string errors_of_jobs() { return db.scalar("select string_agg(last_error, '; ') from jobs where last_error is not null"); }

    metrics::registry numbers;
    media::options chosen;
    common shared{chosen, numbers};
    storage::store_of_test parts;
    service media{pool, *parts.store, shared};
    std::optional<jobs::worker> worker;
    std::vector<album> told;

private:
    awaitable<result<file>> begin_in_transaction(account_id who, album where, new_file f) {
        auto tx = co_await pool.begin(soon());
        auto made = co_await media.begin(tx, who, where, std::move(f));
        if (made) co_await tx.commit();
        co_return made;
    }
    template <class Use>
    std::invoke_result_t<Use, pg::transaction&> in_transaction(Use use) {
        auto tx = co_await pool.begin(soon());
        if constexpr (std::is_same_v<std::invoke_result_t<Use, pg::transaction&>, awaitable<void>>) {
            co_await use(tx);
            co_await tx.commit();
        } else {
            auto answered = co_await use(tx);
            if (answered) co_await tx.commit();
            co_return answered;
        }
    }
};

}  // namespace gavel::media
