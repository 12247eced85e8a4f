// Makes an A4 document from the top to the bottom: headings, paragraphs, facts, tables. Any script that the fonts of the system have; text
// wraps, pages follow by themselves. Blocks for some milliseconds: call it on a worker.
#pragma once
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::pdf {

// The content does not fit into a document of ours, or the library has failed.
struct failure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline constexpr std::size_t text_max = 20'000;  // bytes of one piece of text; what is longer is cut
inline constexpr int pages_max = 20;

struct column {
    std::string title;
    double share = 1;  // of the width
    bool right = false;
};

class writer {
public:
    // Metadata, and what stands at the foot of each page beside its number.
    writer(std::string_view title, std::string_view language_code, std::string_view footer);
    ~writer();
    writer(const writer&) = delete;
    writer& operator=(const writer&) = delete;

    void heading(std::string_view text);
    void subheading(std::string_view text);
    void paragraph(std::string_view text);
    void small(std::string_view text);
    void fact(std::string_view label, std::string_view value);  // nothing if the value is empty
    void big_fact(std::string_view label, std::string_view value);
    void box();  // an empty square to be ticked by hand, before the next paragraph
    void table(const std::vector<column>& columns, const std::vector<std::vector<std::string>>& rows);
    void total(std::string_view label, std::string_view value, bool strong);  // at the right, below a table
    void space(double points);

    std::string finish();  // the bytes; nothing may be added afterwards

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace gavel::pdf
