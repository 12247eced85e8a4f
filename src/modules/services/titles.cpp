#include "modules/services/titles.hpp"

#include <array>
#include <utility>

namespace gavel::services {
namespace {

constexpr std::array<std::pair<std::string_view, translated>, 6> names{{
    {"highlight", {"Виділення кольором", "Highlight", "Выделение цветом"}},
    {"bold", {"Жирний заголовок", "Bold title", "Жирный заголовок"}},
    {"top", {"Перше місце в категорії", "Top of the category", "Первое место в категории"}},
    {"home", {"Місце на головній сторінці", "A place on the home page", "Место на главной странице"}},
    {"listings_10", {"Пакет на 10 публікацій", "Package of 10 listings", "Пакет на 10 публикаций"}},
    {"listings_50", {"Пакет на 50 публікацій", "Package of 50 listings", "Пакет на 50 публикаций"}},
}};

}  // namespace

std::string title_of(std::string_view service, const std::optional<std::string>& lot_title, language l) {
    std::string title;
    for (const auto& [name, text] : names)
        if (name == service) title = text.in(l);
    if (lot_title) title.append(": ").append(*lot_title);
    return title;
}

}  // namespace gavel::services
