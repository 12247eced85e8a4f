// Settings of web push.
#pragma once
#include "platform/config/options.hpp"
#include "platform/webpush/endpoint.hpp"

#include <string>
#include <string_view>

namespace gavel::push {

struct options {
    std::string subject;
    bool local_services = false;

    void declare(config::table& t);
    webpush::reach reach() const { return local_services ? webpush::reach::here_too : webpush::reach::anywhere_public; }
    // Where a push service can complain about this site: what was set, or the site itself, or whoever its letters are from.
    std::string contact(std::string_view site_url, std::string_view letters_from) const;
};

}  // namespace gavel::push
