#include "sim/google/search.hpp"

#include <algorithm>

namespace gavel::sim::google {
namespace {

class reader {
public:
    explicit reader(std::string_view text) : rest_(text) {}

    bool word(std::string_view expected) {
        skip();
        if (!rest_.starts_with(expected)) return false;
        rest_.remove_prefix(expected.size());
        return true;
    }
    // '…' with \' and \\ inside.
    bool quoted(std::string& out) {
        if (!word("'")) return false;
        out.clear();
        while (!rest_.empty() && rest_.front() != '\'') {
            if (rest_.front() == '\\') rest_.remove_prefix(1);
            if (rest_.empty()) return false;
            out += rest_.front();
            rest_.remove_prefix(1);
        }
        return word("'");
    }
    bool at_end() {
        skip();
        return rest_.empty();
    }

private:
    void skip() {
        while (rest_.starts_with(' ')) rest_.remove_prefix(1);
    }
    std::string_view rest_;
};

bool read_term(reader& r, term& t) {
    if (r.quoted(t.text)) {
        t.what = "parent";
        return r.word("in") && r.word("parents");
    }
    if (r.word("trashed")) {
        t.what = "trashed";
        if (!r.word("=")) return false;
        t.text = r.word("true") ? "true" : "false";
        return t.text == "true" || r.word("false");
    }
    if (r.word("appProperties")) {
        t.what = "property";
        return r.word("has") && r.word("{") && r.word("key") && r.word("=") && r.quoted(t.text) && r.word("and") && r.word("value") &&
               r.word("=") && r.quoted(t.value) && r.word("}");
    }
    if (r.word("mimeType")) {
        t.what = "mime";
        return r.word("=") && r.quoted(t.text);
    }
    if (!r.word("name")) return false;
    t.what = r.word("contains") ? "name_contains" : "name";
    return (t.what == "name_contains" || r.word("=")) && r.quoted(t.text);
}

}  // namespace

std::optional<std::vector<term>> read_search(std::string_view q) {
    std::vector<term> all;
    reader r(q);
    if (r.at_end()) return all;
    do {
        term t;
        if (!read_term(r, t)) return std::nullopt;
        all.push_back(std::move(t));
    } while (r.word("and"));
    if (!r.at_end()) return std::nullopt;
    return all;
}

bool matches(const std::vector<term>& all, const stored& f) {
    return std::ranges::all_of(all, [&](const term& t) {
        if (t.what == "parent") return f.parent == t.text;
        if (t.what == "trashed") return f.trashed == (t.text == "true");
        if (t.what == "mime") return f.mime == t.text;
        if (t.what == "name") return f.name == t.text;
        if (t.what == "name_contains") return f.name.starts_with(t.text);
        const auto found = f.properties.find(t.text);
        return found != f.properties.end() && found->second == t.value;
    });
}

}  // namespace gavel::sim::google
