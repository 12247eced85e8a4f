// A mail server without TLS that takes everything at once, on a thread of its own: for tests that send tens of thousands of letters. What a
// real one does is tested with smtp_server.hpp.
#pragma once
#include <atomic>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace gavel::test {

struct sunk_letter {
    std::string hello;  // what the sender called itself
    std::string recipient, message_id;
};

class mail_sink {
public:
    mail_sink();   // throws std::runtime_error if it does not start
    ~mail_sink();  // senders must be gone by now
    mail_sink(const mail_sink&) = delete;
    mail_sink& operator=(const mail_sink&) = delete;

    std::size_t count() const { return count_; }
    std::size_t count_of(const std::string& hello) const;
    std::vector<sunk_letter> since(std::size_t from) const;  // in the order in which they came

    std::string url;

private:
    void listen();
    void talk(int peer);
    void keep(sunk_letter l);

    int door_ = -1;
    std::atomic<std::size_t> count_ = 0;
    mutable std::mutex guard_;  // of what follows
    std::vector<sunk_letter> letters_;
    std::map<std::string, std::size_t> by_hello_;
    std::vector<std::jthread> talks_;
    std::jthread listener_;
};

}  // namespace gavel::test
