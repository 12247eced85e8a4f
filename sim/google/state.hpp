// The simulated Google in memory: who has signed in, files, uploads on their way, and the faults it is told to have. One thread.
#pragma once
#include "base/digest.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::sim::google {

using clock = std::chrono::system_clock;

inline constexpr std::string_view client_id = "sim-client.apps.googleusercontent.example", client_secret = "sim-secret";
inline constexpr std::string_view first_refresh_token = "sim-refresh-token";
inline constexpr std::string_view robot_email = "backup@sim.iam.gserviceaccount.example", robot_key_id = "abc123";
inline constexpr std::string_view delegate = "owner@example.com";  // the one user for whom the service account may act
inline constexpr std::string_view shared_drive = "0ASharedDrive";

enum class who { person, robot, delegated };

struct grant {
    who kind = who::person;
    std::string client, scope;  // client: whose files drive.file shows
    clock::time_point until;
    bool sees_all() const { return scope.find("auth/drive.file") == std::string::npos; }
};

struct device {
    std::string code, user_code, scope, state = "pending";  // allowed, denied
    clock::time_point until;
};

struct stored {
    std::string id, name, mime, parent, owner_client, drive;
    std::map<std::string, std::string> properties;
    std::string content;
    std::uint64_t bytes = 0;
    std::string md5, sha1, sha256;
    clock::time_point created, modified;
    bool trashed = false;
    std::int64_t checks_after = 0;  // readings of the file until its checksums are known
};

struct session {
    boost::json::object metadata;
    grant by;
    std::string upload_id, content, done_id;
    std::uint64_t received = 0;
    std::optional<std::uint64_t> total;
    bool gone = false;
    gavel::digest md5{gavel::digest::kind::md5}, sha1{gavel::digest::kind::sha1}, sha256{gavel::digest::kind::sha256};
};

// What is wrong with calls of one kind. See README.md.
struct fault {
    std::string call, what;  // calls: token, start, chunk, position, small, read, list, download, change, ids, about
    std::int64_t skip = 0, times = 1, ms = 0, bytes = 0;
    int code = 500;
    std::string reason;
    std::optional<std::int64_t> retry_after;
};

struct limits {
    std::optional<std::uint64_t> storage_bytes, day_bytes;
    std::int64_t page_size = 1000;
    bool empty_pages = false, keep_content = true, drive_manager = true;
    std::int64_t checksum_delay = 0;
};

class state {
public:
    state() { reset(); }
    void reset();

    clock::time_point now() const { return clock::now() + ahead; }
    std::string next(std::string_view prefix);         // a new name: "file17"
    std::optional<fault> take(std::string_view call);  // counts the call, too
    std::string give_token(grant g);
    const grant* find_token(std::string_view bearer) const;
    stored* find(std::string_view id);
    std::uint64_t used() const;

    std::chrono::seconds ahead{0};
    std::map<std::string, grant, std::less<>> tokens;
    std::map<std::string, std::string, std::less<>> refresh_tokens;  // token → scope
    std::list<device> devices;
    std::list<stored> files;
    std::map<std::string, session, std::less<>> sessions;
    std::set<std::string, std::less<>> reserved;
    std::list<fault> faults;
    std::map<std::string, std::int64_t, std::less<>> calls;
    limits limit;
    std::uint64_t received_today = 0;

private:
    std::int64_t number_ = 0;
};

}  // namespace gavel::sim::google
