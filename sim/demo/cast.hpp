// The people of the demo.
#pragma once
#include "sim/demo/api.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::sim {

// The same for everybody; printed, because a visitor is meant to use it.
inline constexpr std::string_view demo_password = "demo-auction";

struct person {
    std::string email, name, language;
    bool sells = false;
    std::unique_ptr<api> session;
};

// Signs everybody in; who is not there yet registers and confirms with the letter found in the mailbox (`mailbox` is its http address).
// Throws std::runtime_error with a sentence when the letters do not come.
std::vector<person> gather(const std::string& origin, const std::string& mailbox);

bool sign_in(person& who);  // false: no such account; std::runtime_error for any other refusal

}  // namespace gavel::sim
