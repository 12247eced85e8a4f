#include "modules/backup/google_target.hpp"

#include "base/digest.hpp"
#include "modules/backup/file_name.hpp"
#include "modules/backup/self_test.hpp"
#include "platform/google/pace.hpp"
#include "platform/google/upload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <map>
#include <tuple>

namespace gavel::backup {
namespace {

using google::remedy;
using reason = target_failure::reason;

constexpr auto incoming_label = "incoming", file_label = "file", folder_label = "folder";
constexpr std::size_t small_bytes_max = 5 * 1024 * 1024;  // in one request
constexpr int checksum_readings_max = 7;                  // about a minute in all
constexpr std::chrono::hours abandoned_after{24};

static_assert(chunk_bytes % google::upload_unit == 0);

http_client::client_options patient() {
    http_client::client_options o;
    o.connections_max = 4;
    o.stalled_for = std::chrono::seconds(60);  // Google may think for a while at the end of a file
    return o;
}

// Called inside a catch block.
[[noreturn]] void translate(const google::failure& e) {
    switch (e.why.helps) {
        case remedy::wait:
        case remedy::next_day: throw target_failure(reason::unreachable, e.what());
        case remedy::room:
        case remedy::cleaning: throw target_failure(reason::full, e.what());
        case remedy::gone:
            if (e.why.reason == google::session_lost) throw target_failure(reason::begin_again, e.what());
            throw target_failure(reason::not_allowed, e.what());
        default: throw target_failure(reason::not_allowed, e.what());
    }
}

stored_file seen(const google::file& f) {
    stored_file s;
    s.name = f.name;
    s.bytes = f.bytes;
    s.sha256 = f.sha256;
    s.created = f.created;
    return s;
}

bool older(const google::file& a, const google::file& b) { return std::tie(a.created, a.id) < std::tie(b.created, b.id); }

}  // namespace

class google_target::outgoing : public outgoing_file {
public:
    outgoing(google_target& to, google::new_file what) : to_(to), what_(what), upload_(to.drive_, std::move(what)) {}

    awaitable<void> append(std::shared_ptr<const std::string> chunk, deadline until) override {
        note(*chunk);
        try {
            // One is held back: the last must be known to be the last.
            if (held_) co_await upload_.send(std::move(held_), false, until);
        } catch (const google::failure& e) {
            translate(e);
        }
        held_ = std::move(chunk);
    }

    awaitable<stored_file> finish(std::shared_ptr<const std::string> rest, deadline until) override {
        note(*rest);
        google::file done;
        try {
            done = co_await send_rest(std::move(rest), until);
            done = co_await checked(std::move(done), until);
            co_await to_.settle(done, until);
        } catch (const google::failure& e) {
            translate(e);
        }
        co_return seen(done);
    }

private:
    void note(std::string_view bytes) {
        bytes_ += bytes.size();
        sha256_.add(bytes);
        md5_.add(bytes);
    }

    awaitable<google::file> send_rest(std::shared_ptr<const std::string> rest, deadline until) {
        if (bytes_ == rest->size() && bytes_ <= small_bytes_max) co_return co_await to_.drive_.put(what_, std::move(rest), until);
        if (held_ && !rest->empty()) co_await upload_.send(std::move(held_), false, until);
        auto last = rest->empty() ? std::move(held_) : std::move(rest);
        co_await upload_.send(std::move(last), true, until);
        co_return *upload_.done();
    }

    // The file as Google has it, if that is what was sent. Its checksum may be missing for some seconds.
    awaitable<google::file> checked(google::file done, deadline until) {
        const auto sha256 = sha256_.hex(), md5 = md5_.hex();
        for (int reading = 1; done.sha256.empty() && reading < checksum_readings_max; ++reading) {
            const auto wake = runtime::within(google::back_off(reading, 0.5, to_.pause_));
            if (wake >= until) break;
            co_await runtime::sleep_until(wake);
            const auto again = co_await to_.drive_.find(what_.id, until);
            if (again) done = *again;
        }
        const bool same = done.bytes == bytes_ && (done.sha256.empty() || done.sha256 == sha256) && (done.md5.empty() || done.md5 == md5);
        if (same) {
            done.sha256 = sha256;
            done.name = what_.name;
            co_return done;
        }
        co_await to_.discard(what_.id, until);
        throw target_failure(reason::damaged,
                             fmt::format("Google Drive has stored something else than was sent for {}; it was removed.", what_.name));
    }

    google_target& to_;
    const google::new_file what_;
    google::upload upload_;
    std::shared_ptr<const std::string> held_;
    std::uint64_t bytes_ = 0;
    digest sha256_{digest::kind::sha256}, md5_{digest::kind::md5};
};

google_target::google_target(boost::asio::io_context& io, const google_options& chosen, std::chrono::milliseconds pause)
    : options_(chosen),
      pause_(pause),
      web_(io, patient()),
      tokens_(web_, chosen.identity()),
      api_(web_, tokens_, pause),
      drive_(api_, chosen.location()),
      folder_(chosen.folder_id) {}

google_target::~google_target() = default;

std::string google_target::description() const {
    if (!options_.drive_id.empty()) return "a shared drive of Google Drive";
    return fmt::format("the folder {} in Google Drive", options_.folder_id.empty() ? options_.folder_name : options_.folder_id);
}

// The one we made, or a new one. Found again by its label and name, so that it may be moved.
awaitable<std::string> google_target::folder(deadline until) {
    if (!folder_.empty()) co_return folder_;
    auto search = "trashed = false and mimeType = 'application/vnd.google-apps.folder' and " + google::search_label(folder_label) +
                  " and " + google::search_name(options_.folder_name);
    const auto found = co_await drive_.list(std::move(search), until);
    if (!found.empty()) {
        folder_ = std::min_element(found.begin(), found.end(), older)->id;
        co_return folder_;
    }
    google::new_file made;
    made.id = co_await drive_.reserve_id(until);
    made.name = options_.folder_name;
    made.folder = options_.drive_id;
    made.label = folder_label;
    const auto id = made.id;
    co_await drive_.make_folder(std::move(made), until);
    folder_ = id;
    co_return folder_;
}

awaitable<std::unique_ptr<outgoing_file>> google_target::create(std::string name, deadline until) {
    require_file_name(name);
    std::unique_ptr<outgoing_file> file;
    try {
        google::new_file what;
        what.folder = co_await folder(until);
        what.id = co_await drive_.reserve_id(until);
        what.name = std::move(name);
        what.label = incoming_label;
        co_await sweep(until);
        file = std::make_unique<outgoing>(*this, std::move(what));
    } catch (const google::failure& e) {
        translate(e);
    }
    co_return file;
}

// What a program left that was killed between the last byte and the comparison.
awaitable<void> google_target::sweep(deadline until) {
    if (swept_) co_return;
    swept_ = true;
    const auto inside = co_await folder(until);
    const auto left = co_await drive_.list(google::search_in(inside) + " and " + google::search_label(incoming_label), until);
    for (const auto& each : left)
        if (each.created < std::chrono::system_clock::now() - abandoned_after) co_await discard(each.id, until);
}

awaitable<std::vector<google::file>> google_target::named(std::string name, deadline until) {
    const auto inside = co_await folder(until);
    auto found = co_await drive_.list(google::search_in(inside) + " and " + google::search_name(name), until);
    std::sort(found.begin(), found.end(), older);
    co_return found;
}

// Makes a file that was compared the one of its name.
awaitable<void> google_target::settle(google::file done, deadline until) {
    co_await drive_.set_label(done.id, file_label, until);
    read_name_.clear();
    const auto same_name = co_await named(done.name, until);
    for (const auto& each : same_name)
        if (each.id != done.id) co_await discard(each.id, until);
}

awaitable<void> google_target::discard(std::string id, deadline until) {
    if (options_.delete_for_good) co_await drive_.remove(id, until);
    else co_await drive_.trash(id, until);
}

awaitable<std::vector<stored_file>> google_target::list(std::string prefix, deadline until) {
    std::map<std::string, google::file> newest;
    try {
        const auto inside = co_await folder(until);
        const auto all = co_await drive_.list(google::search_in(inside) + " and " + google::search_label(file_label), until);
        for (const auto& each : all) {
            if (!each.name.starts_with(prefix)) continue;
            auto& best = newest[each.name];
            if (best.id.empty() || older(best, each)) best = each;
        }
    } catch (const google::failure& e) {
        translate(e);
    }
    std::vector<stored_file> files;
    for (const auto& [name, file] : newest) files.push_back(seen(file));
    co_return files;
}

awaitable<std::optional<std::string>> google_target::id_of(std::string name, deadline until) {
    const auto found = co_await named(name, until);
    std::optional<std::string> id;
    for (const auto& each : found)
        if (each.label == file_label) id = each.id;
    co_return id;
}

awaitable<std::optional<std::string>> google_target::read(std::string name, std::uint64_t from, std::size_t count, deadline until) {
    std::optional<std::string> content;
    try {
        if (read_name_ == name) content = co_await drive_.read(read_id_, from, count, until);
        if (!content) {
            const auto id = co_await id_of(name, until);
            if (id) {
                read_name_ = name;
                read_id_ = *id;
                content = co_await drive_.read(read_id_, from, count, until);
            }
        }
    } catch (const google::failure& e) {
        translate(e);
    }
    co_return content;
}

awaitable<void> google_target::remove(std::string name, deadline until) {
    try {
        if (read_name_ == name) read_name_.clear();
        const auto all = co_await named(name, until);
        for (const auto& each : all) co_await discard(each.id, until);
    } catch (const google::failure& e) {
        translate(e);
    }
}

awaitable<std::optional<std::uint64_t>> google_target::room(deadline until) {
    std::optional<std::uint64_t> free;
    if (!options_.drive_id.empty()) co_return free;  // a shared drive counts items, not bytes
    const auto q = co_await account(until);
    if (q.limit) free = *q.limit - std::min(*q.limit, q.used);
    co_return free;
}

awaitable<google::quota> google_target::account(deadline until) {
    google::quota q;
    try {
        q = co_await drive_.about(until);
    } catch (const google::failure& e) {
        translate(e);
    }
    co_return q;
}

awaitable<std::vector<std::string>> google_target::self_test(deadline until) { co_return co_await tried_out(*this, until); }

}  // namespace gavel::backup
