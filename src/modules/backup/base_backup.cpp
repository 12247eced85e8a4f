#include "modules/backup/base_backup.hpp"

#include "modules/backup/parts_sender.hpp"
#include "modules/backup/program_pipe.hpp"
#include "modules/backup/repository_cluster.hpp"
#include "modules/backup/saving.hpp"
#include "modules/backup/wal_names.hpp"
#include "platform/pg/program_environment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

namespace gavel::backup {
namespace {

using namespace std::chrono_literals;

constexpr auto row_within = 1min, base_file_within = 60min;
constexpr std::size_t record_bytes_max = 16 * 1024 * 1024;
constexpr auto remains_stay = 48h;  // what is younger may be on its way

// Without the log in it: the server does not say that it is done before that is archived, and it is needed from there anyway.
process::command copy_command(const std::string& url) {
    process::command c;
    c.words = {"pg_basebackup",     "--pgdata=-",           "--format=tar", "--wal-method=none",
               "--checkpoint=fast", "--label=gavel backup", "--no-password"};
    c.environment = pg::program_environment(url);
    return c;
}

class copying {
public:
    copying(const std::string& url, const std::vector<recipient>& to, int level)
        : program_(copy_command(url), process::child::direction::reads_from_it),
          parts_(to, level) {}

    std::shared_ptr<const std::string> next() { return next_part("pg_basebackup", program_, parts_); }
    std::uint64_t taken_in() const { return parts_.taken_in(); }

private:
    process::child program_;
    sealed_parts parts_;
};

awaitable<void> send_cluster(base_parts& with, destinations& to, base_record& r) {
    copying program(with.cluster_url, with.chosen.readers(), static_cast<int>(with.chosen.compression));
    part_maker make = [&program] { return program.next(); };
    std::function<std::string(std::size_t)> name_of = [&r](std::size_t number) { return base_part_name(r.system, r.id, number); };
    std::function<void()> sent = [&] { with.shown.reached(program.taken_in()); };
    r.parts = co_await send_parts(to, with.workers, std::move(make), std::move(name_of), std::move(sent));
}

}  // namespace

awaitable<saved_base> save_base(base_parts with, const std::vector<std::unique_ptr<target>>& places) {
    const auto before = co_await repository::read_cluster(with.cluster, runtime::within(row_within));
    if (before.archiving == "off") throw refused("archive_mode is off: a base backup is of use only with the log that is written after it");
    const auto by = with.chosen.signs();
    destinations to(places);
    base_record r;
    r.system = before.system;
    r.id = new_backup_id(before.now);
    r.first_wal = before.segment;
    with.shown.begin("cluster");
    co_await send_cluster(with, to, r);
    const auto after = co_await repository::read_cluster(with.cluster, runtime::within(row_within));
    r.finished = after.now;
    auto name = base_record_name(r.system, r.id);
    auto text = std::make_shared<const std::string>(write_base_record(r, by));
    co_await to.store(std::move(name), std::move(text));
    saved_base done;
    done.record = std::move(r);
    done.places = to.places();
    co_return done;
}

awaitable<std::vector<base_record>> list_bases(target& from, const std::vector<signer>& trusted) {
    std::vector<base_record> all;
    std::string prefix(wal_prefix);
    const auto files = co_await from.list(std::move(prefix), runtime::within(base_file_within));
    for (const auto& each : files) {
        const auto name = read_base_record_name(each.name);
        if (!name) continue;
        const auto text = co_await from.read(each.name, 0, record_bytes_max, runtime::within(base_file_within));
        if (!text) continue;
        try {
            auto r = read_base_record(*text, trusted);
            if (r.system == name->system && r.id == name->id) all.push_back(std::move(r));
        } catch (const damaged&) {
            continue;  // somebody else's, or half of one: as if it were not there
        }
    }
    std::ranges::sort(all, {}, &base_record::finished);
    co_return all;
}

awaitable<std::int64_t> prune_bases(target& at, const std::vector<signer>& trusted, std::string system, std::int64_t keep) {
    auto bases = co_await list_bases(at, trusted);
    std::erase_if(bases, [&](const base_record& r) { return r.system != system; });
    if (bases.empty()) co_return 0;
    const auto going = std::max<std::int64_t>(0, static_cast<std::int64_t>(bases.size()) - std::max<std::int64_t>(keep, 1));
    std::int64_t removed = 0;
    // The records first: what is removed half-way is not visible.
    for (std::int64_t i = 0; i < going; ++i) {
        auto name = base_record_name(system, bases[static_cast<std::size_t>(i)].id);
        co_await at.remove(std::move(name), runtime::within(base_file_within));
        ++removed;
    }
    std::set<std::string> staying;
    for (std::size_t i = static_cast<std::size_t>(going); i < bases.size(); ++i) staying.insert(base_part_prefix(system, bases[i].id));
    const auto first = bases[static_cast<std::size_t>(going)].first_wal;
    const auto files = co_await at.list(wal_folder(system), runtime::within(base_file_within));
    for (const auto& each : files) {
        const bool of_base = each.name.starts_with(base_folder(system));
        const auto folder = each.name.substr(0, each.name.rfind('/') + 1);
        const bool is_old = each.created < std::chrono::system_clock::now() - remains_stay;
        const bool of_removed = std::any_of(bases.begin(), bases.begin() + going,
                                            [&](const base_record& r) { return folder == base_part_prefix(system, r.id); });
        const bool goes = of_base ? !staying.contains(folder) && (of_removed || is_old) : lies_before(system, each.name, first);
        if (!goes) continue;
        co_await at.remove(each.name, runtime::within(base_file_within));
        ++removed;
    }
    co_return removed;
}

}  // namespace gavel::backup
