#include "modules/maintenance/page.hpp"

#include "base/embedded.hpp"
#include "base/text.hpp"
#include "platform/http/content_policy.hpp"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>

namespace gavel::embedded {

extern const embedded_file maintenance_page[];
extern const std::size_t maintenance_page_count;

}  // namespace gavel::embedded

namespace gavel::maintenance {
namespace {

constexpr translated heading{"Оновлюємо аукціон", "We are updating the auction", "Обновляем аукцион"};
constexpr translated lead{
    "Сайт скоро повернеться. Ваші ставки збережено, а лотам, які мали завершитися за цей час, ми додамо час, щоб ніхто нічого не втратив.",
    "The site will be back soon. Your bids are safe, and lots that were to end meanwhile get their time back, so nobody misses anything.",
    "Сайт скоро вернётся. Ваши ставки сохранены, а лотам, которые должны были закончиться за это время, мы добавим время, чтобы никто "
    "ничего "
    "не потерял."};
constexpr translated expected{"Очікуємо повернутися", "Expected back", "Ожидаем вернуться"};
constexpr translated soon{"Зовсім скоро", "Very soon", "Совсем скоро"};
constexpr translated late{"Потрібно трохи більше часу, ніж ми думали", "It takes a little longer than we thought",
                          "Нужно чуть больше времени, чем мы думали"};
constexpr translated by_itself{"Сторінка відкриється сама, щойно все буде готово.",
                               "This page opens by itself as soon as everything is ready.",
                               "Страница откроется сама, как только всё будет готово."};

std::string_view part(std::string_view name) {
    for (std::size_t i = 0; i < embedded::maintenance_page_count; ++i)
        if (embedded::maintenance_page[i].name == name) return embedded::maintenance_page[i].content;
    throw std::logic_error("the maintenance page lacks " + std::string(name));
}

std::string policy() {
    return "default-src 'none'; style-src " + http::script_hash(part("page.css")) + "; script-src " + http::script_hash(part("page.js")) +
           "; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
}

// Without scripts the time is shown in UTC, and says so.
std::string clock_of(const notice& n, language lang) {
    if (!n.until) return fmt::format("<p class=\"clock soon\">{}</p>", soon.in(lang));
    const auto exact = format_instant(*n.until);
    return fmt::format(
        "<p class=\"label\">{}</p><p class=\"clock\"><time datetime=\"{}\">{} UTC</time></p><p class=\"rest\" data-late=\"{}\"></p>",
        expected.in(lang), exact, std::string_view(exact).substr(11, 5), late.in(lang));
}

std::string tag_of(const notice& n, language lang) {
    return http::etag_of(fmt::format("{} {} {}", to_string(lang), n.until ? format_instant(*n.until) : "", n.message(lang)));
}

std::string message_of(const notice& n, language lang) {
    const auto& text = n.message(lang);
    return text.empty() ? std::string() : fmt::format("<p class=\"message\">{}</p>", escape_html(text));
}

}  // namespace

http::reply page(const notice& n, language lang) {
    static const std::string content_policy = policy();
    const auto tag = tag_of(n, lang);
    std::string text = fmt::format("<!doctype html>\n<html lang=\"{}\" data-tag=\"{}\"><head>", to_string(lang), escape_html(tag));
    text.append(part("head.html"))
        .append("<title>")
        .append(heading.in(lang))
        .append(" · Gavel</title><style>")
        .append(part("page.css"))
        .append("</style></head>\n<body>");
    text.append(part("mark.html")).append("<main><h1>").append(heading.in(lang)).append("</h1><p class=\"lead\">").append(lead.in(lang));
    text.append("</p><section class=\"ticket\">")
        .append(part("gavel.svg"))
        .append("<div>")
        .append(clock_of(n, lang))
        .append("</div></section>");
    text.append(message_of(n, lang)).append("</main><footer>").append(by_itself.in(lang)).append("</footer><script>");
    text.append(part("page.js")).append("</script></body></html>\n");
    auto answer = http::html(std::move(text), 503);
    answer.with("Content-Language", std::string(to_string(lang))).with("ETag", tag).with("Content-Security-Policy", content_policy);
    return answer;
}

}  // namespace gavel::maintenance
