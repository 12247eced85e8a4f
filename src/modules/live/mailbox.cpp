#include "modules/live/mailbox.hpp"

#include "platform/http/sse.hpp"

#include <algorithm>
#include <utility>

namespace gavel::live {

namespace {

// "7:3" -> lot 7, version 3.
std::optional<std::pair<lot_id, std::int64_t>> read_seen(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto lot = lot_id::parse(text.substr(0, colon));
    const auto version = id<struct version_tag>::parse(text.substr(colon + 1));
    if (!lot || !version) return std::nullopt;
    return std::pair(*lot, version->value);
}

std::string seen_text(lot_id lot, std::int64_t version) { return lot.text() + ':' + std::to_string(version); }

}  // namespace

mailbox::mailbox(std::vector<lot_id> lots, std::optional<account_id> account, std::string_view last_event_id) : account_(account) {
    std::ranges::sort(lots);
    slots_.reserve(lots.size());
    for (const auto lot : lots) slots_.push_back({lot, 0, nullptr});
    while (!last_event_id.empty()) {
        const auto comma = last_event_id.find(',');
        if (const auto seen = read_seen(last_event_id.substr(0, comma)))
            if (auto* at = slot_of(seen->first)) at->shown = seen->second;
        last_event_id = comma == std::string_view::npos ? std::string_view{} : last_event_id.substr(comma + 1);
    }
}

std::vector<lot_id> mailbox::lots() const {
    std::vector<lot_id> all;
    all.reserve(slots_.size());
    for (const auto& each : slots_) all.push_back(each.lot);
    return all;
}

mailbox::slot* mailbox::slot_of(lot_id lot) {
    const auto at = std::ranges::lower_bound(slots_, lot, {}, &slot::lot);
    return at != slots_.end() && at->lot == lot ? &*at : nullptr;
}

void mailbox::offer(const shared_change& event) {
    auto* at = slot_of(event->lot);
    if (!at || event->version <= (at->waiting ? at->waiting->version : at->shown)) return;
    if (!at->waiting) ++waiting_;
    at->waiting = event;
}

std::string mailbox::take(instant server_time) {
    std::string text;
    for (auto& at : slots_) {
        if (!at.waiting) continue;
        const auto event = std::exchange(at.waiting, nullptr);
        at.shown = event->version;
        text += http::format_event("standing", event_id(), stamped(*event, server_time));
    }
    waiting_ = 0;
    if (unread_) text += http::format_event("notification", event_id(), R"({"unread":)" + std::to_string(*unread_) + "}");
    unread_.reset();
    return text;
}

shared_change mailbox::take_only_change() {
    if (slots_.size() != 1 || waiting_ != 1 || unread_) return nullptr;
    waiting_ = 0;
    slots_.front().shown = slots_.front().waiting->version;
    return std::exchange(slots_.front().waiting, nullptr);
}

std::string mailbox::event_id() const {
    std::string id;
    for (const auto& at : slots_) {
        if (at.shown == 0) continue;
        if (!id.empty()) id += ',';
        id += seen_text(at.lot, at.shown);
    }
    return id;
}

std::string standing_event(const change& event, instant server_time) {
    return http::format_event("standing", seen_text(event.lot, event.version), stamped(event, server_time));
}

}  // namespace gavel::live
