// Accept-Encoding: which of our forms of a text the client takes.
#pragma once
#include <string_view>

namespace gavel::http {

struct encodings {
    bool gzip = false, brotli = false;
};

encodings accepted_encodings(std::string_view accept_encoding);

}  // namespace gavel::http
