// Descriptions: CommonMark written by strangers, shown to everybody.
#pragma once
#include "modules/lots/model.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::lots {

inline constexpr std::size_t summary_max = 200;  // code points
inline constexpr std::size_t html_bytes_max = 400'000;

// Safe HTML: no raw HTML, no images, links only to http, https and mailto and marked rel="nofollow noopener ugc"; headings begin at h3.
// Never fails: what is too deep (markdown::nesting_max) or too large becomes paragraphs of plain text.
std::string render_markdown(std::string_view markdown);

// The description followed by its additions, each under a rule with its moment in UTC.
std::string render_description(std::string_view markdown, const std::vector<addition>& additions);

// The same as one Markdown text, for the seller's own view.
std::string joined_description(std::string_view markdown, const std::vector<addition>& additions);

// Plain text on one line, at most summary_max code points, cut between words with an ellipsis.
std::string summary_of(std::string_view markdown);

}  // namespace gavel::lots
