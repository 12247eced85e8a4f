#include "modules/live/change.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace gavel::live {

namespace {

template <class Id>
std::optional<Id> read_id(const boost::json::object& from, std::string_view name) {
    const auto* found = from.if_contains(name);
    if (!found || !found->is_string()) return std::nullopt;
    return Id::parse(found->get_string());
}

std::optional<std::int64_t> read_count(const boost::json::object& from, std::string_view name) {
    const auto* found = from.if_contains(name);
    if (!found || !found->is_int64() || found->get_int64() < 0) return std::nullopt;
    return found->get_int64();
}

}  // namespace

shared_change make_change(lot_id lot, std::int64_t version, std::string json) {
    auto event = std::make_shared<change>();
    event->lot = lot;
    event->version = version;
    event->json = std::move(json);
    return event;
}

std::string stamped(const change& event, instant server_time) {
    auto text = event.json;
    text.pop_back();
    return text + R"(,"server_time":")" + format_instant(server_time) + "\"}";
}

std::string wire_text(std::string_view node, const change& event) {
    return R"({"node":)" + boost::json::serialize(boost::json::string_view(node)) + R"(,"lot":")" + event.lot.text() + R"(","version":)" +
           std::to_string(event.version) + R"(,"standing":)" + event.json + "}";
}

std::string wire_text(std::string_view node, account_id account, std::int64_t unread) {
    const boost::json::object message{{"node", node}, {"account", account.text()}, {"unread", unread}};
    return boost::json::serialize(message);
}

std::optional<wire_message> parse_wire(std::string_view payload) {
    boost::json::error_code malformed;
    const auto parsed = boost::json::parse(payload, malformed);
    if (malformed || !parsed.is_object()) return std::nullopt;
    const auto& fields = parsed.get_object();
    const auto* node = fields.if_contains("node");
    if (!node || !node->is_string()) return std::nullopt;

    wire_message message;
    message.node = node->get_string();
    if (const auto* standing = fields.if_contains("standing")) {
        const auto lot = read_id<lot_id>(fields, "lot");
        const auto version = read_count(fields, "version");
        if (!lot || !version || !standing->is_object() || standing->get_object().empty()) return std::nullopt;
        message.standing = make_change(*lot, *version, boost::json::serialize(*standing));
        return message;
    }
    const auto account = read_id<account_id>(fields, "account");
    const auto unread = read_count(fields, "unread");
    if (!account || !unread) return std::nullopt;
    message.account = *account;
    message.unread = *unread;
    return message;
}

}  // namespace gavel::live
