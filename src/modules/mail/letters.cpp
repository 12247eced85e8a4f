#include "modules/mail/letters.hpp"

#include "base/embedded.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace gavel::embedded {
extern const embedded_file mail_templates[];
extern const std::size_t mail_templates_count;
}  // namespace gavel::embedded

namespace gavel::mail {
namespace {

constexpr translated choose{"Обрати, про що нам писати", "Choose what we write about", "Выбрать, о чём нам писать"};

std::map<std::string, letter_template, std::less<>> parse_all() {
    std::map<std::string, letter_template, std::less<>> all;
    for (std::size_t i = 0; i < embedded::mail_templates_count; ++i)
        all.emplace(embedded::mail_templates[i].name, parse_template(embedded::mail_templates[i].content));
    return all;
}

}  // namespace

const letter_template& find_template(std::string_view name, language lang) {
    static const auto all = parse_all();
    const auto found = all.find(std::string(name) + "." + std::string(to_string(lang)) + ".letter");
    if (found == all.end()) throw std::logic_error("no letter template " + std::string(name));
    return found->second;
}

letter_class class_of(std::string_view name) {
    const auto found = std::ranges::find(letter_kinds, name, &letter_kind::name);
    if (found == letter_kinds.end()) throw std::logic_error("no letter " + std::string(name));
    return found->weight;
}

rendered_letter render(const letter& l, const reader_links& links) {
    const auto& own = find_template(l.name, l.lang);
    if (links.preferences_url.empty()) return render(own, l.values, to_string(l.lang));
    auto with_link = own;
    with_link.blocks.push_back({letter_block::shape::small, std::string(choose.in(l.lang)), "{{preferences_url}}"});
    auto values = l.values;
    values["preferences_url"] = links.preferences_url;
    return render(with_link, values, to_string(l.lang));
}

}  // namespace gavel::mail
