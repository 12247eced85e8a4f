// Puts letters into envelopes: what stands on them, where their links lead. Thread-safe: only reads its settings.
#pragma once
#include "modules/mail/letters.hpp"
#include "modules/mail/links.hpp"
#include "modules/mail/options.hpp"
#include "platform/smtp/message.hpp"

#include <string>
#include <string_view>

namespace gavel::mail {

class postman {
public:
    // std::invalid_argument, for the operator, if mail.from is no address or the mail server's settings do not fit together.
    explicit postman(options chosen);

    bool open() const { return !options_.smtp.url.empty(); }  // otherwise letters wait
    const options& settings() const { return options_; }      // with the preset's values in it

    const std::string& address() const { return sender_.address; }  // that letters are from

    // Address of a page in a language: Ukrainian ones have no prefix. `path` begins with a slash.
    std::string page_url(language lang, std::string_view path) const;

    // std::logic_error if a value is missing (our bug).
    smtp::message address(const letter& l, std::string_view message_key, const link_key& key) const;

private:
    options options_;
    sender sender_;
};

}  // namespace gavel::mail
