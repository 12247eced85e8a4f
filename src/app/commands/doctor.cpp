// `gavel doctor`: whether all that is stored agrees with itself. Exit codes: 0 it does, 1 findings, 2 wrong use, or it could not look.
#include "app/doctor.hpp"

#include "app/commands/commands.hpp"
#include "app/commands/run_to_end.hpp"
#include "app/options.hpp"
#include "platform/runtime/worker_pool.hpp"
#include "platform/storage/open.hpp"

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>

namespace gavel::app {
namespace {

using namespace std::chrono_literals;

constexpr auto examine_within = 6h;  // reads everything there is

boost::json::object to_json(const examined& one) {
    boost::json::object counts;
    for (const auto& [what, number] : one.counts) counts[what] = number;
    boost::json::array findings;
    for (const auto& each : one.findings) findings.push_back(boost::json::object{{"rule", each.rule}, {"what", each.what}});
    return {{"check", one.check}, {"well", one.well()}, {"counts", counts}, {"findings", findings}, {"untold", one.untold}};
}

boost::json::object to_json(const examination& all) {
    boost::json::array checks, left_out;
    for (const auto& each : all.checks) checks.push_back(to_json(each));
    for (const auto& each : all.left_out) left_out.emplace_back(each);
    return {{"well", all.well()}, {"checks", checks}, {"left_out", left_out}};
}

void print_at_once(const examined& one) {
    fmt::print("{}\n", to_text(one));
    std::fflush(stdout);  // the next one may take minutes
}

examination examine_now(const std::string& config_file, bool without_media, examination_listener told) {
    options chosen;
    load(chosen, config_file);
    boost::asio::io_context io{1};
    runtime::worker_pool workers{2, 100};
    pg::pool pool(io, chosen.pg);
    std::unique_ptr<storage::store> media;
    if (!without_media) media = storage::open(io, chosen.media.storage, workers, nullptr);
    return run_to_end(io, examine(pool, media.get(), runtime::within(examine_within), std::move(told)));
}

}  // namespace

int doctor(const std::string& config_file, bool without_media, bool json) {
    try {
        const auto all = examine_now(config_file, without_media, json ? examination_listener() : print_at_once);
        if (json) {
            fmt::print("{}\n", boost::json::serialize(to_json(all)));
        } else {
            for (const auto& each : all.left_out) fmt::print("{}: not looked at\n", each);
        }
        return all.well() ? 0 : 1;
    } catch (const std::exception& e) {
        fmt::print(stderr, "gavel: the doctor could not look: {}\n", e.what());
        return 2;
    }
}

}  // namespace gavel::app
