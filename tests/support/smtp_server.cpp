#include "tests/support/smtp_server.hpp"

#include <boost/json/parse.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace gavel::test {
namespace {

constexpr auto python = "/usr/bin/python3";  // Debian's own, which has the package

std::string make_certificate(const std::string& folder) {
    const auto command =
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout " + folder +
        "/key.pem -out " + folder + "/cert.pem 2>/dev/null";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl made no certificate for the mail server");
    return folder + "/cert.pem";
}

}  // namespace

smtp_server::smtp_server() {
    std::string pattern = std::filesystem::temp_directory_path() / "gavel-smtp-XXXXXX";
    if (!::mkdtemp(pattern.data())) throw std::runtime_error("no folder for the mail server");
    folder_ = pattern;
    ca_file = make_certificate(folder_);
    std::array<int, 2> in{}, out{};
    if (::pipe2(in.data(), 0) != 0 || ::pipe2(out.data(), 0) != 0) throw std::runtime_error("no pipe for the mail server");
    const auto key = folder_ + "/key.pem";
    process_ = ::fork();
    if (process_ == 0) {
        ::dup2(in[0], STDIN_FILENO);
        ::dup2(out[1], STDOUT_FILENO);
        for (const int each : {in[0], in[1], out[0], out[1]}) ::close(each);
        ::execl(python, python, GAVEL_SMTP_SERVER, ca_file.c_str(), key.c_str(), nullptr);
        ::_exit(127);
    }
    ::close(in[0]);
    ::close(out[1]);
    commands_ = ::fdopen(in[1], "w");
    answers_ = ::fdopen(out[0], "r");
    const auto ports = answer().as_object();
    starttls_url = "smtp://127.0.0.1:" + std::to_string(ports.at("starttls").as_int64());
    tls_url = "smtps://127.0.0.1:" + std::to_string(ports.at("tls").as_int64());
}

smtp_server::~smtp_server() {
    if (commands_) std::fclose(commands_);
    if (answers_) std::fclose(answers_);
    if (process_ > 0) {
        ::kill(process_, SIGTERM);
        ::waitpid(process_, nullptr, 0);
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

boost::json::value smtp_server::tell(const std::string& command) {
    std::fputs((command + "\n").c_str(), commands_);
    std::fflush(commands_);
    return answer();
}

boost::json::value smtp_server::answer() {
    char* line = nullptr;
    std::size_t room = 0;
    const auto length = ::getline(&line, &room, answers_);
    const std::string text(line ? line : "", length > 0 ? static_cast<std::size_t>(length) : 0);
    std::free(line);
    if (text.empty()) throw std::runtime_error("the mail server has gone; is python3-aiosmtpd installed?");
    return boost::json::parse(text);
}

}  // namespace gavel::test
