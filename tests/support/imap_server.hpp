// A real IMAP server from Debian (Dovecot) with TLS, run without privileges on a mailbox of its own.
#pragma once
#include <string>
#include <string_view>

namespace gavel::test {

class imap_server {
public:
    imap_server();   // throws std::runtime_error if it does not start
    ~imap_server();  // ends it
    imap_server(const imap_server&) = delete;
    imap_server& operator=(const imap_server&) = delete;

    void deliver(std::string_view mail);  // into the inbox, unseen

    std::string url, ca_file;
    const std::string user = "gavel", password = "swordfish";

private:
    std::string folder_;
    int process_ = 0, delivered_ = 0;
};

}  // namespace gavel::test
