// How far a long piece of work is: one line that is written over on a terminal, a log line now and then elsewhere.
#pragma once
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace gavel::backup {

class progress {
public:
    explicit progress(std::FILE* to);  // a terminal or not
    ~progress();                       // leaves a terminal at the beginning of a line
    progress(const progress&) = delete;
    progress& operator=(const progress&) = delete;

    // A new stage, a few words. `expected` bytes; 0: nobody knows.
    void begin(std::string_view stage, std::uint64_t expected = 0);
    void reached(std::uint64_t bytes);  // since begin()

private:
    void show(bool last);

    std::FILE* to_;
    bool terminal_;
    std::string stage_;
    std::uint64_t expected_ = 0, bytes_ = 0;
    std::chrono::steady_clock::time_point began_{}, shown_{};
};

// "database: 1.2 GB, 38 MB/s, 2 min 10 s left". Pure.
std::string progress_text(std::string_view stage, std::uint64_t bytes, std::uint64_t expected, std::chrono::duration<double> took);

}  // namespace gavel::backup
