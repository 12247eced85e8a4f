// The inbox of an account at an IMAP server, through libcurl. Nothing is ever deleted. Blocking: call it on a worker thread. One thread.
#pragma once
#include "platform/curl/handle.hpp"

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace gavel::imap {

struct mailbox_options {
    std::string url;  // imaps://host[:port], or imap://host[:port], which then must offer STARTTLS
    std::string user, password;
    std::string ca_file;  // empty: the system's
    bool require_tls = true;
    std::int64_t timeout_ms = 60'000;
};

// What the world does: no connection, a wrong password, an answer that is none. The words are libcurl's, without names.
struct unavailable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class mailbox {
public:
    explicit mailbox(mailbox_options chosen);  // std::invalid_argument, for the operator, if the address cannot be one

    // Numbers (UID) of unseen mails that match `criteria` (as SEARCH takes them), the lowest first, at most `most`.
    std::vector<std::uint32_t> unseen(const std::string& criteria, std::size_t most);
    // At most the first `bytes_max` bytes of a mail. The server marks it as seen.
    std::string fetch(std::uint32_t uid, std::size_t bytes_max);
    void mark_unseen(std::uint32_t uid);

private:
    std::string run(const std::string& path, const std::string& command, std::size_t bytes_max);

    mailbox_options options_;
    curl::easy handle_;
};

}  // namespace gavel::imap
