#include "platform/http/encoding.hpp"

#include "platform/http/ascii.hpp"
#include "platform/http/quality.hpp"

namespace gavel::http {

encodings accepted_encodings(std::string_view accept_encoding) {
    encodings wanted;
    while (!accept_encoding.empty()) {
        const auto item = take_weighted(accept_encoding);
        if (iequals(item.name, "gzip")) wanted.gzip = item.quality > 0;
        else if (iequals(item.name, "br")) wanted.brotli = item.quality > 0;
    }
    return wanted;
}

}  // namespace gavel::http
