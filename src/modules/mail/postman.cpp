#include "modules/mail/postman.hpp"

namespace gavel::mail {

postman::postman(options chosen) : options_(std::move(chosen)), sender_(parse_sender(options_.from)) {
    options_.smtp = smtp::settled(std::move(options_.smtp));
    while (options_.site_url.ends_with('/')) options_.site_url.pop_back();
}

std::string postman::page_url(language lang, std::string_view path) const {
    auto url = options_.site_url;
    if (lang != default_language) url.append("/").append(to_string(lang));
    return url.append(path);
}

smtp::message postman::address(const letter& l, std::string_view message_key, const link_key& key) const {
    const auto domain = sender_.address.substr(sender_.address.find('@'));
    const auto weight = class_of(l.name);
    smtp::message m;
    reader_links links;
    if (l.account && weight != letter_class::transactional) {
        const auto token = sign(key, {*l.account, l.name});
        links.preferences_url = page_url(l.lang, "/letters?token=" + token);
        m.unsubscribe_url = options_.site_url + "/api/v1/letters/unsubscribe/" + token;
    }
    if (const auto own = l.values.find("unsubscribe_url"); weight == letter_class::bulk && own != l.values.end())
        m.unsubscribe_url = own->second;
    auto content = render(l, links);
    m.from_address = sender_.address;
    m.from_name = sender_.name;
    m.to_address = l.to;
    m.subject = std::move(content.subject);
    m.text = std::move(content.text);
    m.html = std::move(content.html);
    m.message_id = "<" + std::string(message_key) + domain + ">";
    if (!l.thread.empty()) m.thread_id = "<" + l.thread + domain + ">";
    m.language = to_string(l.lang);
    m.bulk = weight == letter_class::bulk;
    return m;
}

}  // namespace gavel::mail
