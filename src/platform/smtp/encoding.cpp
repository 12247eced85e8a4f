#include "platform/smtp/encoding.hpp"

#include <sodium.h>

#include <algorithm>

namespace gavel::smtp {
namespace {

constexpr std::size_t line_bytes = line_characters_max / 4 * 3;  // that base64 makes one line of

std::string with_canonical_ends(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 32);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool ends = text[i] == '\r' || text[i] == '\n';
        if (!ends) out += text[i];
        else out += "\r\n";
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') ++i;
    }
    return out;
}

bool is_literal(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte > 0x20 && byte < 0x7F && c != '=') || c == ' ' || c == '\t';
}

void add_escaped(std::string& out, char c) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '=';
    out += digits[byte >> 4];
    out += digits[byte & 15];
}

// One line without its end.
void add_quoted_line(std::string& out, std::string_view line) {
    std::size_t used = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool last = i + 1 == line.size();
        const bool blank = line[i] == ' ' || line[i] == '\t';
        std::string piece;
        if (is_literal(line[i]) && !(last && blank)) piece = line[i];
        else add_escaped(piece, line[i]);
        if (used + piece.size() > line_characters_max - (last ? 0 : 1)) {
            out += "=\r\n";
            used = 0;
        }
        out += piece;
        used += piece.size();
    }
}

}  // namespace

std::string encode_quoted_printable(std::string_view canonical) {
    std::string out;
    while (!canonical.empty()) {
        const auto end = std::min(canonical.find("\r\n"), canonical.size());
        add_quoted_line(out, canonical.substr(0, end));
        out += "\r\n";
        canonical.remove_prefix(std::min(end + 2, canonical.size()));
    }
    return out;
}

std::string encode_base64(std::string_view bytes) {
    std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();  // the terminating zero
    return text;
}

std::string encode_base64_lines(std::string_view bytes) {
    std::string out;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(line_bytes, bytes.size())))
        out.append(encode_base64(bytes.substr(0, line_bytes))).append("\r\n");
    return out;
}

encoded_body encode_body(std::string_view utf8) {
    const auto canonical = with_canonical_ends(utf8);
    const auto escaped = std::ranges::count_if(canonical, [](unsigned char c) { return c >= 0x7F || c == '='; });
    // Each costs two characters more; base64 costs a third of everything.
    if (static_cast<std::size_t>(escaped) * 6 > canonical.size()) return {"base64", encode_base64_lines(canonical)};
    return {"quoted-printable", encode_quoted_printable(canonical)};
}

}  // namespace gavel::smtp
