// A redis-server of one test: in a temporary folder, on a unix socket and a free TCP port, gone with the object.
#pragma once
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace gavel::redis_test {

class redis_server {
public:
    redis_server() {
        if (!mkdtemp(folder_.data())) throw std::runtime_error("no temporary folder");
        port_ = free_port();
    }
    ~redis_server() {
        kill();
        std::filesystem::remove_all(folder_);
    }
    redis_server(const redis_server&) = delete;
    redis_server& operator=(const redis_server&) = delete;

    void start(const std::string& password = {}) {
        std::vector<std::string> words{
            "redis-server",  "--port", std::to_string(port_), "--bind", "127.0.0.1", "--unixsocket", folder_ + "/redis.sock",
            "--save",        "",       "--appendonly",        "no",     "--dir",     folder_,        "--logfile",
            folder_ + "/log"};
        if (!password.empty()) words.insert(words.end(), {"--requirepass", password});
        std::vector<char*> arguments;
        for (auto& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        if (posix_spawnp(&process_, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0)
            throw std::runtime_error("redis-server does not start; is the package installed?");
    }
    void kill() {  // at once, as a crash does
        if (!process_) return;
        ::kill(process_, SIGKILL);
        waitpid(process_, nullptr, 0);
        process_ = 0;
    }
    void freeze() { ::kill(process_, SIGSTOP); }  // keeps connections, answers nothing
    void unfreeze() { ::kill(process_, SIGCONT); }

    std::string unix_url() const { return "unix://" + folder_ + "/redis.sock"; }
    std::string tcp_url(const std::string& password = {}) const {
        return "redis://" + (password.empty() ? "" : ":" + password + "@") + "127.0.0.1:" + std::to_string(port_);
    }

private:
    static int free_port() {
        const int probe = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof at;
        const bool got =
            bind(probe, reinterpret_cast<sockaddr*>(&at), size) == 0 && getsockname(probe, reinterpret_cast<sockaddr*>(&at), &size) == 0;
        close(probe);
        if (!got) throw std::runtime_error("no free port");
        return ntohs(at.sin_port);
    }

    std::string folder_ = (std::filesystem::temp_directory_path() / "gavel-redis-XXXXXX").string();
    int port_ = 0;
    pid_t process_ = 0;
};

}  // namespace gavel::redis_test
