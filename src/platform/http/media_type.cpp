#include "platform/http/media_type.hpp"

#include <array>
#include <utility>

namespace gavel::http {

namespace {

constexpr std::string_view unknown_type = "application/octet-stream";

constexpr std::array<std::pair<std::string_view, std::string_view>, 20> types{{
    {"html", "text/html; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"json", "application/json"},
    {"map", "application/json"},
    {"webmanifest", "application/manifest+json"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"webp", "image/webp"},
    {"avif", "image/avif"},
    {"ico", "image/x-icon"},
    {"woff2", "font/woff2"},
    {"woff", "font/woff"},
    {"txt", "text/plain; charset=utf-8"},
    {"xml", "application/xml"},
    {"wasm", "application/wasm"},
    {"pdf", "application/pdf"},
}};

}  // namespace

std::string_view media_type_of(std::string_view path) {
    const auto name = path.substr(path.rfind('/') + 1);
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos) return unknown_type;
    for (const auto& [extension, type] : types)
        if (name.substr(dot + 1) == extension) return type;
    return unknown_type;
}

bool is_compressible(std::string_view media_type) {
    return media_type.starts_with("text/") || media_type.starts_with("application/json") ||
           media_type.starts_with("application/manifest") || media_type == "image/svg+xml" || media_type == "application/xml" ||
           media_type == "application/wasm";
}

}  // namespace gavel::http
