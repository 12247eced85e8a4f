#include "platform/curl/handle.hpp"

#include <mutex>
#include <new>
#include <stdexcept>

namespace gavel::curl {

void initialise() {
    static std::once_flag once;
    std::call_once(once, [] {
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw std::runtime_error("libcurl does not start");
    });
}

easy make_easy() {
    initialise();
    easy handle(curl_easy_init(), &curl_easy_cleanup);
    if (!handle) throw std::runtime_error("no memory for an outgoing connection");
    return handle;
}

void line_list::add(const std::string& line) {
    auto* longer = curl_slist_append(list_, line.c_str());
    if (!longer) throw std::bad_alloc();
    list_ = longer;
}

}  // namespace gavel::curl
