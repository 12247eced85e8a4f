#include "modules/media/comparison.hpp"

#include "modules/media/expected.hpp"
#include "modules/media/keys.hpp"
#include "modules/media/repository.hpp"

#include <fmt/format.h>

#include <deque>
#include <set>

namespace gavel::media {

namespace {

using namespace std::chrono_literals;
using repository::owned;

constexpr auto step_within = 60s;
constexpr auto young = 1h;
constexpr std::int64_t page_rows = 1000;

// Objects of the store below a prefix, in the order of their keys.
class object_stream {
public:
    object_stream(storage::store& store, std::string_view prefix) : store_(store), prefix_(prefix) {}

    // Null at the end.
    awaitable<const storage::facts*> peek() {
        while (ready_.empty() && !ended_) {
            auto page = co_await store_.list(prefix_, next_, runtime::within(step_within));
            for (auto& each : page.objects) ready_.push_back(std::move(each));
            next_ = std::move(page.next);
            ended_ = next_.empty();
        }
        co_return ready_.empty() ? nullptr : &ready_.front();
    }
    storage::facts take() {
        auto first = std::move(ready_.front());
        ready_.pop_front();
        return first;
    }

private:
    storage::store& store_;
    std::string prefix_, next_;
    std::deque<storage::facts> ready_;
    bool ended_ = false;
};

using reader = awaitable<std::vector<owned>> (*)(pg::pool&, pg::deadline, std::string, std::int64_t);

class row_stream {
public:
    row_stream(pg::pool& pool, reader read) : pool_(pool), read_(read) {}

    awaitable<const owned*> peek() {
        if (ready_.empty() && !ended_) {
            auto page = co_await read_(pool_, runtime::within(step_within), last_, page_rows);
            ended_ = static_cast<std::int64_t>(page.size()) < page_rows;
            if (!page.empty()) last_ = page.back().name;
            for (auto& each : page) ready_.push_back(std::move(each));
        }
        co_return ready_.empty() ? nullptr : &ready_.front();
    }
    owned take() {
        auto first = std::move(ready_.front());
        ready_.pop_front();
        return first;
    }

private:
    pg::pool& pool_;
    reader read_;
    std::string last_;
    std::deque<owned> ready_;
    bool ended_ = false;
};

std::set<std::string> no_keys(const owned&) { return {}; }

class walk {
public:
    walk(pg::pool& pool, storage::store& store, std::optional<std::chrono::hours> remove_older_than, std::function<void(std::string)> say)
        : pool_(pool),
          store_(store),
          remove_older_than_(remove_older_than),
          say_(std::move(say)) {}

    // `extras_are_known`: an object whose owner exists needs no further reason.
    awaitable<void> along(std::string_view prefix, reader read, std::set<std::string> (*expected)(const owned&), bool extras_are_known) {
        object_stream objects(store_, prefix);
        row_stream rows(pool_, read);
        for (;;) {
            const auto* row = co_await rows.peek();
            const auto* object = co_await objects.peek();
            if (!row && !object) co_return;
            const auto owner = object ? owner_in(object->key).value_or(std::string()) : std::string();
            if (object && (owner.empty() || !row || owner < row->name)) {
                co_await unknown(objects.take(), !owner.empty());
            } else if (object && owner == row->name) {
                co_await of_one(rows.take(), objects, expected, extras_are_known);
            } else {
                const auto one = rows.take();
                auto keys = expected(one);
                co_await absent(one, std::move(keys));
            }
        }
    }

    comparison found;

private:
    awaitable<void> of_one(owned row, object_stream& objects, std::set<std::string> (*expected)(const owned&), bool extras_are_known) {
        auto keys = expected(row);
        if (!keys.empty()) ++found.files;
        for (;;) {
            const auto* object = co_await objects.peek();
            if (!object || owner_in(object->key) != row.name) break;
            auto taken = objects.take();
            if (keys.erase(taken.key) == 1 || extras_are_known) ++found.objects;
            else co_await unknown(std::move(taken), true);
        }
        co_await absent(row, std::move(keys), false);
    }

    // Looked at once more: the row may be younger than the page of the listing, or gone by now.
    awaitable<void> absent(const owned& row, std::set<std::string> keys, bool count = true) {
        if (count && !keys.empty()) ++found.files;
        for (const auto& key : keys) {
            const auto there = co_await store_.head(key, runtime::within(step_within));
            const auto now = co_await repository::find(pool_, runtime::within(step_within), row.id);
            const bool same = now && now->state == row.state && (now->rendition == row.name || now->token == row.name);
            if (there || !same) continue;
            ++found.missing;
            say_(fmt::format("missing: {} of file {}", key, row.id.text()));
        }
    }

    awaitable<void> unknown(storage::facts object, bool ours) {
        ++found.objects;
        const auto age = std::chrono::system_clock::now() - object.modified;
        if (ours && age < young) co_return;
        const auto prefix = object.key.substr(0, object.key.rfind('/') + 1);
        const bool goes = co_await repository::is_left_over(pool_, runtime::within(step_within), object.key) ||
                          co_await repository::is_left_over(pool_, runtime::within(step_within), prefix);
        if (goes) co_return;  // the sweep knows of it
        ++found.unknown;
        const bool old = remove_older_than_ && age > *remove_older_than_;
        if (ours && old) {
            co_await store_.remove(object.key, runtime::within(step_within));
            ++found.removed;
        }
        say_(fmt::format("unknown: {}{}", object.key, ours && old ? ", removed" : ""));
    }

    pg::pool& pool_;
    storage::store& store_;
    std::optional<std::chrono::hours> remove_older_than_;
    std::function<void(std::string)> say_;
};

}  // namespace

awaitable<comparison> compare(pg::pool& pool, storage::store& store, std::optional<std::chrono::hours> remove_older_than,
                              std::function<void(std::string)> say) {
    walk both(pool, store, remove_older_than, std::move(say));
    co_await both.along(incoming_prefix, repository::by_token, no_keys, true);
    co_await both.along(originals_prefix, repository::by_token, original_keys, true);
    co_await both.along(public_prefix, repository::by_rendition, public_keys, false);
    co_return both.found;
}

}  // namespace gavel::media
