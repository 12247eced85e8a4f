// Letters that arrived, newest kept. One thread.
#pragma once
#include "sim/mailbox/mime.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::sim {

struct stored_letter {
    std::int64_t id = 0;
    std::string to;  // address from the envelope, in lower case
    letter content;
};

class store {
public:
    explicit store(std::size_t letters_max = 5000) : letters_max_(letters_max) {}

    void add(std::string to, letter content);
    std::vector<const stored_letter*> newest(std::string_view to, std::size_t max) const;  // `to` empty: everybody's
    const stored_letter* find(std::int64_t id) const;
    std::size_t size() const { return letters_.size(); }

private:
    std::deque<stored_letter> letters_;
    std::int64_t last_id_ = 0;
    std::size_t letters_max_;
};

}  // namespace gavel::sim
