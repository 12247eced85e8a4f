#include "platform/http/static_site.hpp"

#include "platform/http/compress.hpp"
#include "platform/http/encoding.hpp"
#include "platform/http/media_type.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace gavel::http {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t compressed_from = 512;  // bytes; smaller files gain nothing
constexpr int gzip_level = 6, brotli_quality = 5;

std::string read_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in && !in.eof()) throw std::runtime_error("cannot read " + path.string());
    return text;
}

std::shared_ptr<const std::string> shared(std::string text) {
    text.shrink_to_fit();
    return std::make_shared<const std::string>(std::move(text));
}

// A compressed form is kept only when it saves a tenth.
std::shared_ptr<const std::string> if_smaller(std::string compressed, std::size_t plain) {
    return compressed.size() < plain - plain / 10 ? shared(std::move(compressed)) : nullptr;
}

// A service worker that stays in a cache keeps running old code behind new pages.
std::string_view lasting_of(std::string_view address) {
    if (address.starts_with("/_nuxt/")) return "public, max-age=31536000, immutable";
    return address == "/sw.js" ? "no-cache" : "public, max-age=300";
}

bool is_side_file(const fs::path& path) {
    if (path.extension() != ".br" && path.extension() != ".gz") return false;
    auto plain = path;
    return fs::exists(plain.replace_extension());
}

}  // namespace

std::shared_ptr<const static_site> static_site::load(const std::string& root, std::size_t bytes_max) {
    auto site = std::make_shared<static_site>();
    if (!fs::is_directory(root)) throw std::runtime_error("web.root: there is no folder " + root);
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        if (!entry.is_regular_file() || is_side_file(entry.path())) continue;
        const auto address = "/" + fs::relative(entry.path(), root).generic_string();
        auto text = read_file(entry.path());
        file one;
        one.content_type = media_type_of(address);
        one.etag = etag_of(text);
        one.lasting = lasting_of(address);
        const auto side = [&](const char* extension) { return fs::path(entry.path().string() + extension); };
        if (is_compressible(one.content_type) && text.size() >= compressed_from && !address.ends_with(".html")) {
            one.brotli = if_smaller(fs::exists(side(".br")) ? read_file(side(".br")) : brotli(text, brotli_quality), text.size());
            one.gzip = if_smaller(fs::exists(side(".gz")) ? read_file(side(".gz")) : gzip(text, gzip_level), text.size());
        }
        one.plain = shared(std::move(text));
        site->bytes_ += one.plain->size() + (one.brotli ? one.brotli->size() : 0) + (one.gzip ? one.gzip->size() : 0);
        if (site->bytes_ > bytes_max)
            throw std::runtime_error("web.root: the files of " + root + " take more than " + std::to_string(bytes_max) + " bytes");
        site->files_.emplace(address, std::move(one));
    }
    return site;
}

std::optional<reply> static_site::find(const request& r) const {
    const auto found = files_.find(std::string_view(r.path));
    if (found == files_.end() || found->first.ends_with(".html")) return std::nullopt;
    const auto& one = found->second;
    const auto wanted = accepted_encodings(r.header("accept-encoding").value_or(std::string_view{}));
    reply full;
    full.content_type = one.content_type;
    full.with("Cache-Control", std::string(one.lasting));
    std::string etag = one.etag;
    if (one.brotli || one.gzip) full.with("Vary", "Accept-Encoding");
    if (wanted.brotli && one.brotli) {
        full.with("Content-Encoding", "br");
        full.shared_body = one.brotli;
        etag.insert(etag.size() - 1, "-br");
    } else if (wanted.gzip && one.gzip) {
        full.with("Content-Encoding", "gzip");
        full.shared_body = one.gzip;
        etag.insert(etag.size() - 1, "-gz");
    } else {
        full.shared_body = one.plain;
    }
    return conditional(r, std::move(etag), std::move(full));
}

std::string_view static_site::text_of(std::string_view path) const {
    const auto found = files_.find(path);
    return found == files_.end() ? std::string_view{} : std::string_view(*found->second.plain);
}

}  // namespace gavel::http
