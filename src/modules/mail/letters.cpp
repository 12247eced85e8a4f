#include "modules/mail/letters.hpp"

#include "base/embedded.hpp"
#include "platform/jobs/queue.hpp"

#include <map>
#include <stdexcept>

namespace gavel::embedded {
extern const embedded_file mail_templates[];
extern const std::size_t mail_templates_count;
}  // namespace gavel::embedded

namespace gavel::mail {
namespace {

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

rendered_letter render(const letter& l) { return render(find_template(l.name, l.lang), l.values, to_string(l.lang)); }

void enqueue(pg::transaction& tx, const letter& l, std::string_view unique_key) {
    boost::json::object values;
    for (const auto& [name, value] : l.values) values[name] = value;
    boost::json::object payload;
    payload["letter"] = l.name;
    payload["language"] = to_string(l.lang);
    payload["to"] = l.to;
    payload["values"] = std::move(values);
    jobs::enqueue(tx, "mail.send", std::move(payload), unique_key);
}

}  // namespace gavel::mail
