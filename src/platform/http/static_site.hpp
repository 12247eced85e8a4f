// The generated web pages, held in memory with their compressed forms. Loaded once at start, then read-only and shared by all threads.
#pragma once
#include "platform/http/reply.hpp"
#include "platform/http/request.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gavel::http {

class static_site {
public:
    // Reads every file below `root`. A `.br` or `.gz` beside a file is its compressed form; where they are missing, text is compressed
    // here. Throws std::runtime_error naming the folder or file when it cannot be read or all files together exceed `bytes_max`.
    static std::shared_ptr<const static_site> load(const std::string& root, std::size_t bytes_max = std::size_t{48} << 20);

    // Answers GET and HEAD of a file; nothing if there is no such file. index.html files are not addresses of their own: pages go through
    // page_shell.
    std::optional<reply> find(const request& r) const;

    std::string_view text_of(std::string_view path) const;  // e.g. "/index.html"; empty if there is none
    std::size_t bytes() const { return bytes_; }
    std::size_t size() const { return files_.size(); }

private:
    struct file {
        std::shared_ptr<const std::string> plain, gzip, brotli;  // gzip, brotli: null when not worth it
        std::string_view content_type;
        std::string etag;
        std::string_view lasting;  // Cache-Control
    };
    struct text_hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::unordered_map<std::string, file, text_hash, std::equal_to<>> files_;
    std::size_t bytes_ = 0;
};

}  // namespace gavel::http
