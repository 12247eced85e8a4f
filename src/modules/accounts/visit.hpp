// Where a request comes from. Views of the request: valid as long as it is.
#pragma once
#include <string_view>

namespace gavel::accounts {

class visit {
public:
    visit(std::string_view address_, std::string_view user_agent_, std::string_view languages_, std::string_view device_ = {})
        : address(address_),
          user_agent(user_agent_),
          languages(languages_),
          device(device_) {}

    std::string_view address;     // of the client, in text
    std::string_view user_agent;  // the header, or nothing
    std::string_view languages;   // Accept-Language, or nothing
    std::string_view device;      // what this browser was given to be recognised by, or nothing
};

}  // namespace gavel::accounts
