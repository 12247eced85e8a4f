#include "tests/support/imap_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pwd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

namespace gavel::test {
namespace {

namespace fs = std::filesystem;

sockaddr_in at_port(int port) {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    where.sin_port = htons(static_cast<std::uint16_t>(port));
    return where;
}

int free_port() {
    const int door = ::socket(AF_INET, SOCK_STREAM, 0);
    auto where = at_port(0);
    socklen_t size = sizeof where;
    if (::bind(door, reinterpret_cast<sockaddr*>(&where), size) != 0 ||
        ::getsockname(door, reinterpret_cast<sockaddr*>(&where), &size) != 0)
        throw std::runtime_error("no port for the IMAP server");
    ::close(door);
    return ntohs(where.sin_port);
}

bool answers(int port) {
    const int peer = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto where = at_port(port);
    const bool good = ::connect(peer, reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0;
    ::close(peer);
    return good;
}

// Root may not read mail; its servers give their mailboxes to nobody. Everybody else runs all of it under their own name.
const passwd& owner() { return *(::geteuid() == 0 ? ::getpwnam("nobody") : ::getpwuid(::geteuid())); }

std::string configuration(const std::string& folder, int port) {
    const auto uid = std::to_string(owner().pw_uid), gid = std::to_string(owner().pw_gid);
    std::string text = "protocols = imap\nlisten = 127.0.0.1\nbase_dir = " + folder + "/run\nlog_path = " + folder + "/log\n";
    text += "ssl = required\nssl_cert = <" + folder + "/cert.pem\nssl_key = <" + folder + "/key.pem\n";
    text += "mail_location = maildir:" + folder + "/mail\nmail_home = " + folder + "/mail\nfirst_valid_uid = 1\n";
    text += "passdb {\n  driver = static\n  args = password=swordfish\n}\nuserdb {\n  driver = static\n  args = uid=" + uid +
            " gid=" + gid + "\n}\n";
    text += "service imap-login {\n  chroot =\n  inet_listener imap {\n    port = 0\n  }\n  inet_listener imaps {\n    port = " +
            std::to_string(port) + "\n    ssl = yes\n  }\n}\nservice anvil {\n  chroot =\n}\nservice stats {\n  chroot =\n}\n";
    if (::geteuid() != 0) {
        const std::string name = owner().pw_name;
        text += "default_login_user = " + name + "\ndefault_internal_user = " + name + "\n";
    }
    return text;
}

}  // namespace

imap_server::imap_server() {
    std::string pattern = fs::temp_directory_path() / "gavel-imap-XXXXXX";
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no folder for the IMAP server");
    folder_ = pattern;
    fs::permissions(folder_,
                    fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec | fs::perms::group_read | fs::perms::others_read);
    const auto certify =
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout " + folder_ +
        "/key.pem -out " + folder_ + "/cert.pem 2>/dev/null";
    if (std::system(certify.c_str()) != 0) throw std::runtime_error("openssl made no certificate for the IMAP server");
    for (const auto* each : {"", "/new", "/cur", "/tmp"}) {
        const auto box = folder_ + "/mail" + each;
        fs::create_directory(box);
        if (::chown(box.c_str(), owner().pw_uid, owner().pw_gid) != 0) throw std::runtime_error("the mailbox cannot be given away");
    }
    const int port = free_port();
    std::ofstream(folder_ + "/conf") << configuration(folder_, port);
    url = "imaps://127.0.0.1:" + std::to_string(port);
    ca_file = folder_ + "/cert.pem";
    const auto config = folder_ + "/conf";
    process_ = ::fork();
    if (process_ == 0) {
        ::execl("/usr/sbin/dovecot", "dovecot", "-F", "-c", config.c_str(), nullptr);
        ::_exit(127);
    }
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!answers(port)) {
        const bool died = ::waitpid(process_, nullptr, WNOHANG) == process_;
        if (died || std::chrono::steady_clock::now() > until)
            throw std::runtime_error("the IMAP server does not start; see " + folder_ + "/log");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

imap_server::~imap_server() {
    if (process_ > 0) {
        ::kill(process_, SIGTERM);
        ::waitpid(process_, nullptr, 0);
    }
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

void imap_server::deliver(std::string_view mail) {
    const auto name = std::to_string(++delivered_) + ".test";
    const auto written = folder_ + "/mail/tmp/" + name;
    std::ofstream(written, std::ios::binary) << mail;
    if (::chown(written.c_str(), owner().pw_uid, owner().pw_gid) != 0) throw std::runtime_error("the mail cannot be given away");
    fs::rename(written, folder_ + "/mail/new/" + name);
}

}  // namespace gavel::test
