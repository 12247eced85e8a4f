#include "sim/demo/pictures/scenes.hpp"

namespace gavel::sim::scenes {

namespace {

std::string gold(style& s) { return s.between(0, 1) == 1 ? style::hsl(44, 62, 58) : std::string("#d5dade"); }
constexpr std::string_view ink = "#2a2a30";

std::string dial(double x, double y, double r, style& s, const std::string& face) {
    auto all = circle(x, y, r, fill(face)) + around(60, x, y, line(x, y - r * 0.92, x, y - r * 0.88, stroke(ink, 3)));
    all += around(12, x, y, box(x - 5, y - r * 0.92, 10, r * 0.16, fill(ink)));
    all += turned(s.between(0, 359), x, y, box(x - 9, y - r * 0.5, 18, r * 0.6, fill(ink), 9)) +
           turned(s.between(0, 359), x, y, box(x - 6, y - r * 0.78, 12, r * 0.9, fill(ink), 6));
    return all + turned(s.between(0, 359), x, y, box(x - 2, y - r * 0.82, 4, r, fill("#b13b2e"))) + circle(x, y, r * 0.06, fill(ink));
}

std::string gem(double x, double y, double size, const style& s) {
    auto all = path(fmt::format("M{} {} L{} {} H{} L{} {} L{} {} Z", x - size, y, x - size * 0.55, y - size * 0.7, x + size * 0.55,
                                x + size, y, x, y + size),
                    fill(s.tone(66, 50)));
    all += path(fmt::format("M{} {} H{} L{} {} Z", x - size, y, x + size, x, y + size), fill(s.tone(62, 38)));
    return all + path(fmt::format("M{} {} H{} L{} {} L{} {} Z", x - size * 0.3, y, x + size * 0.3, x, y + size * 0.9, x - size * 0.3, y),
                      fill(s.tone(60, 64)));
}

}  // namespace

std::string ring(style& s) {
    const auto metal = gold(s);
    auto all = circle(800, 690, 250, stroke(metal, 46)) + circle(800, 690, 268, stroke("rgba(0,0,0,0.2)", 6)) +
               path("M600 560 A240 240 0 0 1 740 450", stroke("rgba(255,255,255,0.8)", 12));
    all += path("M690 470 L800 560 L910 470 L880 400 H720 Z", fill(metal)) + gem(800, 360, 120, s);
    return all + star(870, 290, 4, 44, 8, fill("#ffffff")) + gem(640, 480, 26, s) + gem(960, 480, 26, s);
}

std::string necklace(style& s) {
    const auto metal = gold(s), bead = s.tone(58, 44);
    auto all = oval(800, 470, 330, 300, stroke(metal, 6));
    for (int i = 0; i <= 26; ++i) {
        const double a = std::numbers::pi * (0.06 + 0.88 * i / 26), r = 20 + 16 * std::sin(a);
        all += circle(800 - 330 * std::cos(a), 470 + 300 * std::sin(a), r, fill(i % 3 == 0 ? metal : bead)) +
               circle(794 - 330 * std::cos(a), 462 + 300 * std::sin(a), r * 0.3, fill("rgba(255,255,255,0.7)"));
    }
    return all + circle(800, 860, 84, fill(metal)) + around(10, 800, 860, circle(800, 790, 14, fill(bead))) + gem(800, 856, 44, s);
}

std::string wristwatch(style& s) {
    const auto strap = s.tone(36, 26), metal = gold(s);
    auto all = path("M690 120 H910 L930 400 H670 Z M670 800 H930 L900 1100 H700 Z", fill(strap));
    for (const double y : {170.0, 1050.0}) all += line(720, y, 880, y, stroke(s.tone(30, 44), 5));
    for (int i = 0; i < 4; ++i) all += circle(800, 920 + i * 44, 10, fill("#141214"));
    all += circle(800, 600, 290, fill(metal)) + circle(800, 600, 290, fill("url(#shade)")) + box(1080, 570, 50, 60, fill(metal), 10) +
           circle(800, 600, 250, fill(ink));
    const auto face = s.between(0, 1) ? std::string("#f3efe4") : s.tone(30, 82);
    return all + dial(800, 600, 236, s, face) + circle(800, 710, 50, stroke("#8a8578", 4)) +
           path("M600 480 A240 240 0 0 1 760 370", stroke("rgba(255,255,255,0.7)", 14));
}

std::string pocket_watch(style& s) {
    const auto metal = gold(s);
    std::string chain;
    for (int i = 0; i < 16; ++i)
        chain += turned(i % 2 ? 60 : 20, 840 + i * 28, 250 + std::sin(i * 0.5) * 60,
                        oval(840 + i * 28, 250 + std::sin(i * 0.5) * 60, 24, 14, stroke(metal, 8)));
    auto all = chain + circle(800, 300, 52, stroke(metal, 18)) + box(770, 330, 60, 60, fill(metal), 10) +
               circle(800, 680, 310, fill(metal)) + circle(800, 680, 310, fill("url(#shade)"));
    return all + circle(800, 680, 266, fill(ink)) + dial(800, 680, 256, s, "#f6f2e6") + circle(800, 790, 54, stroke("#8a8578", 4)) +
           path("M560 560 A290 290 0 0 1 740 400", stroke("rgba(255,255,255,0.7)", 14));
}

std::string clock(style& s) {
    const auto wood = style::hsl(s.between(18, 32), 48, 30), trim = style::hsl(40, 52, 52);
    auto all = path("M800 150 L1060 330 V980 H540 V330 Z", fill(wood)) + path("M800 190 L1026 348 V946 H574 V348 Z", stroke(trim, 8)) +
               box(500, 960, 600, 50, fill(wood), 8);
    all += circle(800, 480, 190, fill(trim)) + dial(800, 480, 170, s, "#f5efdf") + box(680, 700, 240, 240, fill("#1b1512"), 8);
    return all + turned(s.between(-10, 10), 800, 680, line(800, 690, 800, 850, stroke(trim, 10)) + circle(800, 860, 46, fill(trim))) +
           path("M800 150 L1060 330 V980 H540 V330 Z", fill("url(#wood)"));
}

std::string guitar(style& s) {
    const auto wood = style::hsl(s.between(18, 40), 58, 46), dark = style::hsl(20, 40, 20);
    auto all = box(766, 130, 68, 460, fill(dark), 8) + path("M740 60 H860 L846 150 H754 Z", fill(dark));
    for (int i = 0; i < 3; ++i) all += circle(730, 76 + i * 26, 10, fill("#d8d2c2")) + circle(870, 76 + i * 26, 10, fill("#d8d2c2"));
    const std::string body =
        "M800 500 C900 470 990 520 980 610 C970 670 960 690 990 740 C1050 860 980 1010 800 1010 C620 1010 550 860 610 740 C640 690 630 670 "
        "620 610 C610 520 700 470 800 500 Z";
    all += path(body, fill(wood)) + path(body, stroke(dark, 10)) + circle(800, 690, 84, fill("#17120e")) +
           circle(800, 690, 98, stroke(s.tone(40, 40), 8)) + box(690, 880, 220, 30, fill(dark), 6);
    for (int y = 180; y < 580; y += 50) all += line(768, y, 832, y, stroke("#cfc6ae", 4));
    for (int i = 0; i < 6; ++i) all += line(776 + i * 10, 130, 770 + i * 12, 890, stroke("#efe9da", 2));
    return turned(s.between(16, 26), 800, 600, all + path("M650 640 C620 760 640 900 700 960", stroke("rgba(255,255,255,0.4)", 18)));
}

std::string player(style& s) {
    const auto wood = style::hsl(s.between(18, 30), 46, 34);
    auto all = box(290, 330, 1020, 600, fill(wood), 20) + box(290, 330, 1020, 600, fill("url(#wood)"), 20) +
               box(330, 370, 940, 500, fill("#3a3c40"), 12) + circle(680, 620, 226, fill("#121214"));
    for (int r = 100; r < 220; r += 14) all += circle(680, 620, r, stroke("#26262b", 3));
    all += circle(680, 620, 76, fill(s.tone(60, 52))) + circle(680, 620, 10, fill("#e8e2d4")) + circle(1120, 450, 50, fill("#c9ccd0")) +
           circle(1120, 450, 30, fill("#6f7378"));
    all += path("M1120 450 L1090 700 L940 760", stroke("#d9dce0", 18)) + box(910, 740, 60, 40, fill("#a4372c"), 6);
    for (int i = 0; i < 3; ++i)
        all += circle(1030 + i * 90, 830, 24, fill("#c9ccd0")) + line(1030 + i * 90, 830, 1030 + i * 90, 808, stroke("#2a2a2e", 6));
    return all + path("M680 620 L850 470 A226 226 0 0 1 900 560 Z", fill("rgba(255,255,255,0.12)"));
}

}  // namespace gavel::sim::scenes
