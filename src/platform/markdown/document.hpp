// A Markdown text as a tree of libcmark's nodes. Pure.
#pragma once
#include <cmark.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gavel::markdown {

struct release {
    void operator()(cmark_node* n) const;
    void operator()(cmark_iter* i) const;
    void operator()(char* text) const;
};
using document = std::unique_ptr<cmark_node, release>;

document parse(std::string_view text);

inline constexpr int nesting_max = 16;
bool too_deep(cmark_node* root);  // deeper than nesting_max

// Calls `visit(node, entering)` in document order; leaves are entered only. The tree must not change meanwhile.
template <class F>
void walk(cmark_node* root, F visit) {
    const std::unique_ptr<cmark_iter, release> at(cmark_iter_new(root));
    for (auto event = cmark_iter_next(at.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(at.get()))
        visit(cmark_iter_get_node(at.get()), event == CMARK_EVENT_ENTER);
}

// The address of a link, if it is one of http, https or mailto; percent-encoded where it is not plainly part of an address, so that what
// comes is safe inside double quotes once & is escaped.
std::optional<std::string> link_address(cmark_node* link);

}  // namespace gavel::markdown
