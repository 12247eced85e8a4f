// One file on its way to Google Drive by the resumable protocol, without knowing its length beforehand. One io thread.
//
// What has been sent and confirmed is let go. A session that Google forgets (404, 410) is begun anew by itself while everything is still
// here; later it is a failure with the reason session_lost, and the file must be begun anew by whoever can read it again.
#pragma once
#include "platform/google/drive.hpp"
#include "platform/google/upload_rules.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace gavel::google {

class upload {
public:
    upload(drive& in, new_file what) : drive_(in), what_(std::move(what)) {}

    // More bytes, a multiple of upload_unit unless `last`. Returns when they are stored (up to a unit of them may wait for the next call).
    // Nothing after `last`, which must bring at least one byte. Throws failure.
    awaitable<void> send(std::shared_ptr<const std::string> bytes, bool last, deadline until);

    std::uint64_t stored() const { return stored_; }
    const std::optional<file>& done() const { return done_; }

private:
    awaitable<void> begin(deadline until);
    awaitable<void> exchange(bool last, deadline until);
    http_client::request next_request(bool ask, bool last) const;
    bool take_answer(const http_client::response& answer);
    awaitable<bool> recover(deadline until);
    std::uint64_t end() const { return window_from_ + window_->size(); }

    drive& drive_;
    new_file what_;
    std::string session_;  // its address: a secret
    std::shared_ptr<const std::string> window_ = std::make_shared<const std::string>();
    std::uint64_t window_from_ = 0, stored_ = 0;
    std::optional<file> done_;
};

}  // namespace gavel::google
