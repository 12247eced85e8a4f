#include "app/doctor.hpp"

#include "app/books.hpp"
#include "app/repository_doctor.hpp"
#include "migrations/embedded.hpp"
#include "modules/bidding/chain.hpp"
#include "modules/media/comparison.hpp"
#include "platform/pg/migrator/schema_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>

namespace gavel::app {
namespace {

// Keeps the first findings of each rule and counts the others.
class tally {
public:
    explicit tally(std::string check) { done_.check = std::move(check); }

    void count(std::string what, std::int64_t number) { done_.counts.emplace_back(std::move(what), number); }
    void add(std::string rule, std::string what) {
        if (++found_[rule] > findings_max) ++done_.untold;
        else done_.findings.push_back({std::move(rule), std::move(what)});
    }
    // One of `total`, of which the caller has the first findings_max only.
    void add(std::string rule, std::string what, std::int64_t total) {
        if (++found_[rule] == findings_max) done_.untold += total - static_cast<std::int64_t>(findings_max);
        done_.findings.push_back({std::move(rule), std::move(what)});
    }
    examined take() { return std::move(done_); }

private:
    examined done_;
    std::map<std::string, std::size_t> found_;
};

awaitable<examined> look_at_schema(pg::pool& pool, pg::deadline until) {
    const auto known = pg::read_migrations(std::span(embedded::migrations, embedded::migrations_count));
    auto seen = co_await pg::check_schema(pool, until, known);
    tally r("schema");
    r.count("migrations", seen.migrations);
    r.count("constraints", seen.constraints);
    for (auto& each : seen.faults) r.add(std::move(each.rule), std::move(each.what));
    co_return r.take();
}

awaitable<examined> look_at_ledger(pg::pool& pool, pg::deadline until) {
    auto seen = co_await check_books(pool, until);
    tally r("ledger");
    r.count("books", seen.books);
    r.count("transactions", seen.transactions);
    for (auto& each : seen.findings) r.add(std::move(each.rule), std::move(each.what));
    co_return r.take();
}

awaitable<examined> look_at_chains(pg::pool& pool, pg::deadline until) {
    tally r("audit");
    std::int64_t count = 0, records = 0;
    auto lots = co_await repository::next_lots(pool, lot_id{0}, until);
    while (!lots.empty()) {
        for (const auto lot : lots) {
            const auto seen = co_await bidding::audit(pool, lot, until);
            if (!seen) continue;  // taken back since the list was read
            ++count;
            records += seen->records;
            if (seen->found)
                r.add("record_wrong",
                      fmt::format("lot {}: record {} is not what was accepted ({})", lot.text(), seen->found->seq, seen->found->what));
        }
        const auto last = lots.back();
        lots = co_await repository::next_lots(pool, last, until);
    }
    r.count("lots", count);
    r.count("records", records);
    co_return r.take();
}

awaitable<examined> look_at_media(pg::pool& pool, storage::store& store) {
    tally r("media");
    std::function<void(std::string)> say = [&r](std::string sentence) {  // "missing: KEY of file 7"
        const auto colon = sentence.find(": ");
        r.add("object_" + sentence.substr(0, colon), sentence.substr(colon + 2));
    };
    const auto seen = co_await media::compare(pool, store, std::nullopt, std::move(say));
    r.count("files", seen.files);
    r.count("objects", seen.objects);
    co_return r.take();
}

// Rows of repository_doctor.hpp.
examined of_rows(std::string check, const std::vector<repository::sight>& seen) {
    tally r(std::move(check));
    for (const auto& each : seen) {
        if (each.rule.empty()) r.count(each.what, each.total);
        else r.add(each.rule, each.what, each.total);
    }
    return r.take();
}

}  // namespace

bool examination::well() const { return std::ranges::all_of(checks, &examined::well); }

awaitable<examination> examine(pg::pool& pool, storage::store* media, pg::deadline until, examination_listener told) {
    examination all;
    const auto keep = [&](examined one) {
        if (told) told(one);
        all.checks.push_back(std::move(one));
    };
    auto schema = co_await look_at_schema(pool, until);
    // Statements of this release mean something only on a schema that it serves on; what was changed by hand it may still read.
    const bool ours = std::ranges::none_of(schema.findings, [](const finding& f) { return f.rule == pg::schema_not_served; });
    keep(std::move(schema));
    if (!ours) {
        all.left_out = {"ledger", "audit", "media", "orphans", "work"};
        co_return all;
    }
    auto one = co_await look_at_ledger(pool, until);
    keep(std::move(one));
    one = co_await look_at_chains(pool, until);
    keep(std::move(one));
    if (media) {
        one = co_await look_at_media(pool, *media);
        keep(std::move(one));
    } else {
        all.left_out.emplace_back("media");
    }
    const auto orphans = co_await repository::find_orphans(pool, until);
    keep(of_rows("orphans", orphans));
    const auto stuck = co_await repository::find_stuck_work(pool, until);
    keep(of_rows("work", stuck));
    co_return all;
}

std::string to_text(const finding& one) { return one.what.empty() ? one.rule : fmt::format("{}: {}", one.rule, one.what); }

std::string to_text(const examined& one) {
    std::string text = one.check + ":";
    for (std::size_t i = 0; i < one.counts.size(); ++i)
        text += fmt::format("{} {} {}", i == 0 ? "" : ",", one.counts[i].second, one.counts[i].first);
    if (one.well()) return text + ": well";
    for (const auto& each : one.findings) text += "\n  " + to_text(each);
    if (one.untold > 0) text += fmt::format("\n  and {} more", one.untold);
    return text;
}

}  // namespace gavel::app
