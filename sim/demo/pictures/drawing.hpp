// What every drawing is made with: colours that go together, chosen by a number, and shapes as SVG. Objects stand around the middle of a
// field of 1600 × 1200.
#pragma once
#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <string>
#include <string_view>

namespace gavel::sim {

// Colours and small differences of one object. The same seed draws the same object.
class style {
public:
    explicit style(std::uint32_t seed) : dice_(seed), hue_(between(0, 359)) {}

    int between(int from, int to) { return from + static_cast<int>(dice_() % static_cast<std::uint32_t>(to - from + 1)); }
    template <class... Choices>
    std::string_view one_of(Choices... choices) {
        const std::string_view all[] = {choices...};
        return all[static_cast<std::size_t>(between(0, static_cast<int>(sizeof...(choices)) - 1))];
    }

    // Of the object's own hue, and of the one opposite.
    std::string tone(int saturation, int lightness) const { return hsl(hue_, saturation, lightness); }
    std::string accent(int saturation, int lightness) const { return hsl((hue_ + 170) % 360, saturation, lightness); }
    void dye(int hue) { hue_ = hue; }
    int hue() const { return hue_; }

    static std::string hsl(int hue, int saturation, int lightness) { return fmt::format("hsl({},{}%,{}%)", hue, saturation, lightness); }

private:
    std::minstd_rand dice_;
    int hue_;
};

inline std::string circle(double x, double y, double r, std::string_view look) {
    return fmt::format("<circle cx='{:.0f}' cy='{:.0f}' r='{:.0f}' {}/>", x, y, r, look);
}
inline std::string box(double x, double y, double w, double h, std::string_view look, double corner = 0) {
    return fmt::format("<rect x='{:.0f}' y='{:.0f}' width='{:.0f}' height='{:.0f}' rx='{:.0f}' {}/>", x, y, w, h, corner, look);
}
inline std::string oval(double x, double y, double rx, double ry, std::string_view look) {
    return fmt::format("<ellipse cx='{:.0f}' cy='{:.0f}' rx='{:.0f}' ry='{:.0f}' {}/>", x, y, rx, ry, look);
}
inline std::string path(std::string_view d, std::string_view look) { return fmt::format("<path d='{}' {}/>", d, look); }
inline std::string line(double x1, double y1, double x2, double y2, std::string_view look) {
    return fmt::format("<line x1='{:.0f}' y1='{:.0f}' x2='{:.0f}' y2='{:.0f}' {}/>", x1, y1, x2, y2, look);
}
inline std::string fill(std::string_view colour) { return fmt::format("fill='{}'", colour); }
inline std::string stroke(std::string_view colour, double width) {
    return fmt::format("fill='none' stroke='{}' stroke-width='{:.0f}' stroke-linecap='round' stroke-linejoin='round'", colour, width);
}
inline std::string turned(double degrees, double x, double y, std::string_view what) {
    return fmt::format("<g transform='rotate({:.1f} {:.0f} {:.0f})'>{}</g>", degrees, x, y, what);
}

// `count` copies of a shape around a point.
inline std::string around(int count, double x, double y, std::string_view shape) {
    std::string all;
    for (int i = 0; i < count; ++i) all += turned(360.0 * i / count, x, y, shape);
    return all;
}

// A star with `points` tips between two radii.
inline std::string star(double x, double y, int points, double outer, double inner, std::string_view look) {
    std::string d;
    for (int i = 0; i < points * 2; ++i) {
        const double r = i % 2 == 0 ? outer : inner, a = std::numbers::pi * i / points - std::numbers::pi / 2;
        d += fmt::format("{}{:.0f} {:.0f}", i == 0 ? "M" : "L", x + r * std::cos(a), y + r * std::sin(a));
    }
    return path(d + "Z", look);
}

}  // namespace gavel::sim
