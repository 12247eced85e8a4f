// One public change on its way to the readers of live streams, in this process and on the wire between processes.
#pragma once
#include "modules/bidding/model.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gavel::bidding {

// Made once, shared by every stream that shows it.
struct live_standing {
    lot_id lot;
    std::int64_t version = 0;
    std::string json;  // Standing without server_time
};
using shared_standing = std::shared_ptr<const live_standing>;

shared_standing make_live(const public_standing& lot);

// Standing with the server_time of this moment.
std::string stamped(const live_standing& event, instant server_time);

// {"node": "...", "lot": "7", "version": 3, "standing": {...}} or {"node": "...", "account": "5", "unread": 2}
std::string wire_text(std::string_view node, const live_standing& event);
std::string wire_text(std::string_view node, account_id account, std::int64_t unread);

struct wire_message {
    std::string node;
    shared_standing standing;  // or, when null:
    account_id account;
    std::int64_t unread = 0;
};
std::optional<wire_message> parse_wire(std::string_view payload);  // nothing if malformed

}  // namespace gavel::bidding
