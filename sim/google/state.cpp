#include "sim/google/state.hpp"

#include "base/random.hpp"

#include <algorithm>

namespace gavel::sim::google {

void state::reset() {
    ahead = {};
    tokens.clear();
    refresh_tokens.clear();
    refresh_tokens.emplace(first_refresh_token, "https://www.googleapis.com/auth/drive.file");
    devices.clear();
    files.clear();
    sessions.clear();
    reserved.clear();
    faults.clear();
    calls.clear();
    limit = limits();
    received_today = 0;
}

std::string state::next(std::string_view prefix) { return std::string(prefix) + std::to_string(++number_); }

std::optional<fault> state::take(std::string_view call) {
    ++calls[std::string(call)];
    for (auto each = faults.begin(); each != faults.end(); ++each) {
        if (each->call != call) continue;
        if (each->skip > 0) {
            --each->skip;
            continue;
        }
        const auto taken = *each;
        if (--each->times <= 0) faults.erase(each);
        return taken;
    }
    return std::nullopt;
}

std::string state::give_token(grant g) {
    auto token = "ya29." + random_token();
    tokens.emplace(token, std::move(g));
    return token;
}

const grant* state::find_token(std::string_view bearer) const {
    const auto found = tokens.find(bearer);
    return found != tokens.end() && found->second.until > now() ? &found->second : nullptr;
}

stored* state::find(std::string_view id) {
    const auto found = std::ranges::find(files, id, &stored::id);
    return found == files.end() ? nullptr : &*found;
}

std::uint64_t state::used() const {
    std::uint64_t sum = 0;
    for (const auto& each : files)
        if (each.drive.empty()) sum += each.bytes;
    return sum;
}

}  // namespace gavel::sim::google
