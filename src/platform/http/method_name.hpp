// Methods by their names on the wire.
#pragma once
#include "platform/http/request.hpp"

#include <string_view>

namespace gavel::http {

constexpr std::string_view to_string(method m) {
    switch (m) {
        case method::get: return "GET";
        case method::head: return "HEAD";
        case method::post: return "POST";
        case method::put: return "PUT";
        case method::patch: return "PATCH";
        case method::del: return "DELETE";
    }
    return "";
}

constexpr bool is_unsafe(method m) { return m != method::get && m != method::head; }

}  // namespace gavel::http
