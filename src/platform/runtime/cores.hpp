// Share-nothing threads: each runs one io_context of its own and nothing else.
#pragma once
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

namespace gavel::runtime {

// Order of use: construct, build everything that lives on the io_contexts, start(), … stop(), join(), destroy what was built, destroy
// cores.
class cores {
public:
    explicit cores(std::size_t threads);
    ~cores();  // stops and joins if that was not done
    cores(const cores&) = delete;
    cores& operator=(const cores&) = delete;

    std::size_t size() const { return all_.size(); }
    boost::asio::io_context& io(std::size_t n);

    // An exception that escapes a handler is logged as `runtime.handler_failed` and the loop goes on.
    void start();
    void stop();  // from any thread; work that is not finished stays unfinished
    void join();

    // How long the slowest loop has not turned; each turns at least twice a second. Any thread.
    std::chrono::milliseconds longest_silence() const;

private:
    struct core;
    std::vector<std::unique_ptr<core>> all_;
};

}  // namespace gavel::runtime
