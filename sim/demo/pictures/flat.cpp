#include "sim/demo/pictures/scenes.hpp"

namespace gavel::sim::scenes {

namespace {

// A metal: silver, gold, bronze.
void choose_metal(style& s) {
    const int metals[] = {210, 44, 24};
    s.dye(metals[s.between(0, 2)]);
}
std::string bright(const style& s) { return style::hsl(s.hue(), s.hue() == 210 ? 8 : 55, s.hue() == 210 ? 78 : 58); }
std::string dull(const style& s) { return style::hsl(s.hue(), s.hue() == 210 ? 8 : 50, s.hue() == 210 ? 48 : 34); }

std::string lines_of_text(double x, double y, double width, int count, std::string_view colour, style& s) {
    std::string all;
    for (int i = 0; i < count; ++i) all += line(x, y + 34 * i, x + width * s.between(70, 100) / 100, y + 34 * i, stroke(colour, 6));
    return all;
}

}  // namespace

std::string coin(style& s) {
    choose_metal(s);
    const auto high = bright(s), low = dull(s);
    auto all = circle(800, 600, 400, fill(low)) + circle(800, 592, 396, fill(high)) + circle(800, 600, 400, fill("url(#shade)"));
    all += around(72, 800, 600, circle(800, 232, 8, fill(low))) + circle(800, 600, 330, stroke(low, 6));
    const int motif = s.between(0, 2);
    if (motif == 0) all += star(800, 600, s.between(5, 8), 230, 100, fill(low)) + star(792, 590, 8, 90, 40, fill(high));
    if (motif == 1)
        all += path("M800 380 V820 M800 470 C640 440 620 560 640 700 H960 C980 560 960 440 800 470 M720 700 V560 M880 700 V560",
                    stroke(low, 34)) +
               path("M800 380 V820", stroke(high, 10));
    if (motif == 2)  // a head in profile
        all +=
            path("M700 840 C690 740 640 720 650 620 C600 600 640 560 660 520 C680 400 840 360 920 460 C980 560 920 660 900 720 L930 840 Z",
                 fill(low)) +
            path("M670 500 C760 430 860 440 910 520", stroke(high, 16));
    return turned(s.between(-12, 12), 800, 600, all + circle(800, 600, 396, fill("url(#gloss)")));
}

std::string banknote(style& s) {
    const auto paper = s.tone(28, 86), ink = s.tone(40, 34), soft = s.tone(30, 70);
    auto all = box(230, 340, 1140, 520, fill(paper), 10) + box(262, 372, 1076, 456, stroke(ink, 5), 6);
    for (int i = 0; i < 26; ++i) {
        const int y = 400 + i * 16;
        all += path(fmt::format("M290 {} C 500 {} 640 {} 800 {} S 1150 {} 1310 {}", y, y - 90, y + 90, y, y - 90, y), stroke(soft, 2));
    }
    all += oval(1090, 600, 150, 190, fill(paper)) + oval(1090, 600, 150, 190, stroke(ink, 6));
    all +=
        path("M990 750 C1000 690 1050 680 1060 650 C1020 560 1060 480 1100 480 C1150 480 1170 560 1130 650 C1140 690 1180 690 1190 750 Z",
             fill(ink));
    all +=
        around(18, 520, 600, oval(520, 500, 22, 96, stroke(ink, 4))) + circle(520, 600, 60, fill(ink)) + circle(520, 600, 44, fill(paper));
    all += star(520, 600, 5, 34, 14, fill(ink)) + box(300, 760, 220, 40, fill(s.accent(40, 60)), 6);
    return turned(s.between(-8, 8), 800, 600, all);
}

std::string stamp(style& s) {
    auto all = box(430, 300, 740, 600, fill("#f6f2e8"), 4);
    for (int i = 0; i <= 18; ++i)
        all += circle(430 + 740.0 * i / 18, 300, 13, fill("url(#table)")) + circle(430 + 740.0 * i / 18, 900, 13, fill("url(#table)"));
    for (int i = 0; i <= 15; ++i)
        all += circle(430, 300 + 600.0 * i / 15, 13, fill("url(#table)")) + circle(1170, 300 + 600.0 * i / 15, 13, fill("url(#table)"));
    all += box(490, 355, 620, 490, fill(s.tone(45, 74))) + circle(s.between(640, 960), 480, 70, fill(s.accent(60, 78)));
    all += path("M490 760 C600 600 720 640 800 560 C900 480 1000 620 1110 600 V845 H490 Z", fill(s.tone(38, 46)));
    all += path("M490 800 C640 700 780 780 900 700 C1000 650 1060 720 1110 690 V845 H490 Z", fill(s.tone(45, 30)));
    all += box(520, 790, 150, 34, fill("#f6f2e8"), 4) + box(1010, 380, 70, 50, fill("#f6f2e8"), 4);
    if (s.between(0, 1) == 1)
        all += circle(1010, 780, 150, stroke("#3a3a44", 6)) + circle(1010, 780, 110, stroke("#3a3a44", 4)) +
               line(860, 770, 1160, 770, stroke("#3a3a44", 6));
    return turned(s.between(-10, 10), 800, 600, all);
}

std::string postcard(style& s) {
    auto all = box(330, 290, 940, 620, fill("#efe6d2"), 8) + box(370, 330, 860, 540, fill(s.tone(30, 72)));
    all += box(370, 330, 860, 270, fill(s.tone(35, 82))) + circle(1060, 450, 56, fill("#fff3cf"));
    for (int i = 0; i < 7; ++i) {
        const int h = s.between(120, 260), x = 400 + i * 116;
        all += box(x, 720 - h, 100, h + 60, fill(s.tone(18, s.between(38, 58)))) +
               path(fmt::format("M{} {} l50 -70 l50 70 Z", x, 720 - h), fill(s.accent(38, 44)));
        for (int row = 0; row < h / 60; ++row)
            for (int col = 0; col < 2; ++col) all += box(x + 20 + col * 40, 740 - h + row * 56, 22, 32, fill("#f7e9b8"));
    }
    all += box(370, 770, 860, 100, fill(s.tone(20, 50))) + box(370, 330, 860, 540, stroke("#d9ccb0", 6));
    return turned(s.between(-9, 9), 800, 600, all);
}

std::string medal(style& s) {
    const auto ribbon = s.tone(58, 40), stripe = s.accent(62, 62);
    auto all = path("M640 180 H960 L860 560 H740 Z", fill(ribbon)) +
               path("M720 180 H780 L790 560 H765 Z M820 180 H880 L835 560 H810 Z", fill(stripe));
    choose_metal(s);
    const auto high = bright(s), low = dull(s);
    all += circle(800, 570, 30, stroke(low, 14)) + star(800, 780, s.one_of("five", "eight") == "five" ? 5 : 8, 260, 130, fill(low)) +
           star(796, 774, 5, 236, 118, fill(high)) + circle(800, 780, 104, fill(low)) + circle(796, 774, 96, fill(high));
    all += path("M740 790 C760 720 840 720 860 790 M800 720 V850", stroke(low, 14));
    return all;
}

std::string badge(style& s) {
    const auto enamel = s.tone(62, 42), other = s.accent(60, 52);
    choose_metal(s);
    const auto high = bright(s), low = dull(s);
    auto all = path("M800 230 L1130 340 V620 C1130 820 960 920 800 980 C640 920 470 820 470 620 V340 Z", fill(low));
    all += path("M800 262 L1100 362 V620 C1100 800 945 890 800 944 C655 890 500 800 500 620 V362 Z", fill(high));
    all += path("M800 300 L1066 388 V618 C1066 778 930 858 800 906 C670 858 534 778 534 618 V388 Z", fill(enamel));
    all += path("M534 560 H1066 V640 H534 Z", fill(high)) + path("M534 574 H1066 V626 H534 Z", fill(other));
    all +=
        star(800, 450, 5, 90, 38, fill(high)) + around(9, 800, 750, oval(800, 690, 12, 40, fill(high))) + circle(800, 750, 26, fill(high));
    return turned(s.between(-6, 6), 800, 600, all + path("M800 262 L500 362 V620 C560 520 700 400 1100 362 Z", fill("url(#gloss)")));
}

std::string book(style& s) {
    const auto leather = s.tone(42, 30), edge = s.tone(42, 20), gold = style::hsl(44, 55, 62);
    auto all =
        path("M470 230 H1090 C1120 230 1130 250 1130 270 V930 H510 C470 930 450 910 450 880 V260 C450 240 455 230 470 230 Z", fill(edge));
    all += box(480, 890, 640, 56, fill("#efe4c8"), 6) + line(490, 905, 1110, 905, stroke("#cdbf9b", 3)) +
           line(490, 925, 1110, 925, stroke("#cdbf9b", 3));
    all += box(450, 220, 670, 680, fill(leather), 14) + box(450, 220, 90, 680, fill(edge), 14);
    for (const int y : {320, 480, 640, 800}) all += box(450, y, 90, 14, fill(gold));
    all += box(590, 270, 480, 580, stroke(gold, 8), 8) + box(612, 292, 436, 536, stroke(gold, 3), 6);
    all += around(8, 830, 470, path("M830 470 C790 420 800 370 830 350 C860 370 870 420 830 470 Z", fill(gold))) +
           lines_of_text(690, 690, 280, 3, gold, s);
    return turned(s.between(-7, 7), 800, 600, all + box(450, 220, 670, 680, fill("url(#gloss)"), 14));
}

std::string map(style& s) {
    const auto sea = s.tone(24, 80), land = style::hsl(42, 40, 78);
    constexpr std::string_view ink = "#6b5a3c";
    auto all = box(270, 270, 1060, 680, fill("#e9dcbc"), 6) + box(310, 310, 980, 600, fill(sea));
    all +=
        path("M360 880 C330 720 470 700 460 560 C450 420 620 350 740 420 C860 480 840 560 960 520 C1100 470 1200 560 1250 640 V900 H360 Z",
             fill(land)) +
        path("M360 880 C330 720 470 700 460 560 C450 420 620 350 740 420 C860 480 840 560 960 520 C1100 470 1200 560 1250 640",
             stroke(ink, 5));
    all += path("M760 430 C720 560 860 620 820 760 C800 840 860 880 850 900", stroke(s.tone(40, 55), 10));
    for (int i = 0; i < 9; ++i) {
        const int x = s.between(480, 1180), y = s.between(620, 860);
        all += circle(x, y, 8, fill("#a03a2c")) + line(x + 16, y, x + s.between(60, 110), y, stroke(ink, 4));
    }
    for (int i = 1; i < 6; ++i)
        all += line(310 + i * 163, 310, 310 + i * 163, 910, stroke("#b9a87d", 2)) +
               line(310, 310 + i * 100, 1290, 310 + i * 100, stroke("#b9a87d", 2));
    all += star(1170, 420, 4, 84, 20, fill(ink)) + circle(1170, 420, 60, stroke(ink, 4)) + line(800, 270, 800, 950, stroke("#cdbb90", 4));
    return turned(s.between(-5, 5), 800, 600, all);
}

std::string document(style& s) {
    constexpr std::string_view ink = "#4a3f35";
    auto all = path("M500 210 H1090 L1110 960 H480 Z", fill("#f1e7cd")) + path("M500 210 H1090 L1110 960 H480 Z", stroke("#d8c9a2", 4));
    all += around(12, 800, 330, path("M800 330 C780 300 786 270 800 256 C814 270 820 300 800 330", fill(s.tone(40, 40)))) +
           box(640, 420, 320, 18, fill(ink), 6);
    all += lines_of_text(570, 500, 450, 8, ink, s);
    all += path("M600 850 C640 790 660 880 700 830 C730 790 750 870 800 840", stroke("#2f3f77", 7));
    all += circle(990, 850, 74, fill("#9e2b25")) + circle(990, 850, 52, stroke("#7c1d19", 6)) + star(990, 850, 5, 36, 15, fill("#7c1d19"));
    return turned(s.between(-8, 8), 800, 600, all);
}

std::string embroidery(style& s) {
    auto all = box(330, 250, 940, 700, fill("#f4efe3"), 4);
    const std::string red = style::hsl(s.one_of("red", "blue") == "red" ? 355 : 215, 62, 38), black = "#23202a";
    const auto cross = [](double x, double y, const std::string& colour) { return box(x, y, 18, 18, fill(colour)); };
    for (const double top : {290.0, 790.0})
        for (int i = 0; i < 8; ++i)
            for (int dx = -5; dx <= 5; ++dx)
                for (int dy = -5; dy <= 5; ++dy) {
                    const int d = std::abs(dx) + std::abs(dy);
                    if (d > 5 || d == 3) continue;
                    all += cross(375 + 106 * i + dx * 10 + 45, top + 55 + dy * 10, d == 5 || d == 0 ? black : red);
                }
    for (int i = 0; i < 46; ++i) all += cross(340 + i * 20, 450, i % 2 ? red : black) + cross(340 + i * 20, 740, i % 2 ? black : red);
    for (int i = 0; i < 3; ++i)
        all += around(8, 500 + 300 * i, 610,
                      path(fmt::format("M{0} 610 c-30 -40 -20 -80 0 -100 c20 20 30 60 0 100", 500 + 300 * i), fill(red)));
    for (int i = 0; i < 46; ++i) all += line(345 + i * 20, 950, 345 + i * 20, 990, stroke("#e4dcc9", 4));
    return turned(s.between(-4, 4), 800, 600, all);
}

std::string record(style& s) {
    auto all = turned(-4, 640, 600,
                      box(270, 240, 720, 720, fill(s.tone(48, 46)), 6) + box(270, 240, 720, 240, fill(s.accent(45, 60)), 6) +
                          circle(630, 620, 220, fill(s.tone(52, 66))) + star(630, 620, s.between(6, 12), 200, 120, fill(s.accent(50, 44))) +
                          box(320, 290, 420, 44, fill("#fff8e8"), 4) + box(320, 352, 260, 22, fill("#fff8e8"), 4));
    all += circle(1010, 600, 350, fill("#16161a"));
    for (int r = 140; r < 340; r += 14) all += circle(1010, 600, r, stroke(r % 28 == 0 ? "#2b2b31" : "#222228", 3));
    all += path("M1010 600 L1250 350 A350 350 0 0 1 1330 470 Z", fill("rgba(255,255,255,0.10)")) +
           path("M1010 600 L770 850 A350 350 0 0 1 690 730 Z", fill("rgba(255,255,255,0.08)"));
    return all + circle(1010, 600, 112, fill(s.accent(55, 50))) + circle(1010, 600, 84, stroke("#fff8e8", 4)) +
           circle(1010, 600, 14, fill("#e9e4da"));
}

}  // namespace gavel::sim::scenes
