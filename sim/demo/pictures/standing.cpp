#include "sim/demo/pictures/scenes.hpp"

namespace gavel::sim::scenes {

namespace {

std::string flower(double x, double y, double size, const std::string& petal, const std::string& heart) {
    return around(6, x, y, oval(x, y - size, size * 0.5, size, fill(petal))) + circle(x, y, size * 0.45, fill(heart));
}

std::string framed(const std::string& wood, const std::string& edge, const std::string& inside) {
    return box(330, 220, 940, 760, fill(wood), 10) + box(330, 220, 940, 760, fill("url(#wood)"), 10) +
           box(362, 252, 876, 696, stroke(edge, 10)) + box(410, 300, 780, 600, fill("#f3ecdc")) + inside +
           box(410, 300, 780, 600, stroke(edge, 12));
}

}  // namespace

std::string vase(style& s) {
    const auto body = s.between(0, 1) ? "#f4f4ef" : s.tone(22, 88), blue = s.tone(60, 38);
    const std::string outline =
        "M700 230 H900 C905 300 870 330 870 380 C1010 440 1060 560 1040 700 C1020 850 940 930 920 970 H680 C660 930 580 850 560 700 C540 "
        "560 590 440 730 380 C730 330 "
        "695 300 700 230 Z";
    auto all = path(outline, fill(body)) + oval(800, 232, 100, 22, fill(blue));
    all += path("M733 380 H867", stroke(blue, 12)) + path("M590 500 C700 540 900 540 1010 500", stroke(blue, 8)) +
           path("M570 790 C700 850 900 850 1030 790", stroke(blue, 8));
    all += flower(800, 650, 74, blue, s.accent(60, 60)) + flower(650, 680, 40, s.tone(45, 55), "#f4e7b0") +
           flower(950, 680, 40, s.tone(45, 55), "#f4e7b0");
    all += path("M680 760 C720 800 760 800 800 760 C840 800 880 800 920 760", stroke(s.hsl(140, 35, 36), 10));
    return all + path(outline, fill("url(#shade)")) + path("M640 470 C600 560 600 700 640 820", stroke("rgba(255,255,255,0.75)", 22));
}

std::string goblet(style& s) {
    const auto glass = s.tone(48, 62), dark = s.tone(45, 34);
    const std::string cup =
        "M610 250 H990 C1000 430 960 560 840 610 V830 C900 850 980 870 990 910 H610 C620 870 700 850 760 830 V610 C640 560 600 430 610 250 "
        "Z";
    auto all = path(cup, fmt::format("fill='{}' fill-opacity='0.82'", glass)) + oval(800, 252, 190, 34, fill(s.tone(40, 78))) +
               oval(800, 252, 190, 34, stroke(dark, 5));
    for (int i = 0; i < 7; ++i)
        all += path(fmt::format("M{} 330 L{} 420 L{} 510 L{} 420 Z", 656 + i * 48, 680 + i * 48, 656 + i * 48, 632 + i * 48),
                    stroke(s.tone(30, 86), 5));
    all += circle(800, 660, 36, fill(glass)) + oval(800, 908, 190, 26, fill(dark));
    return all + path("M660 300 C655 420 680 500 730 560", stroke("rgba(255,255,255,0.8)", 18)) + path(cup, fill("url(#shade)"));
}

std::string spoon(style& s) {
    const std::string high = "#dfe3e6", low = "#8d959c";
    std::string all = box(300, 260, 1000, 680, fill(s.tone(45, 26)), 20) + box(330, 290, 940, 620, fill(s.tone(42, 34)), 14);
    for (int i = 0; i < 4; ++i) {
        const double x = 460 + i * 226;
        all += i % 2 == 0 ? oval(x, 420, 58, 90, fill(high)) + oval(x, 420, 42, 70, fill(low))
                          : path(fmt::format("M{0} 330 v120 M{1} 330 v120 M{2} 330 v120 M{0} 450 q30 60 60 0", x - 30, x, x + 30),
                                 stroke(high, 14));
        all += path(fmt::format("M{0} 500 L{1} 820 Q{2} 870 {3} 820 L{4} 500 Z", x - 10, x - 26, x, x + 26, x + 10), fill(high)) +
               circle(x, 810, 12, fill(low));
        all += path(fmt::format("M{} 760 q10 -30 10 -60", x), stroke("#ffffff", 5));
    }
    return turned(s.between(-3, 3), 800, 600, all);
}

std::string chair(style& s) {
    const auto wood = style::hsl(s.between(18, 34), 46, 32), light = style::hsl(26, 40, 46), cloth = s.tone(42, 42);
    auto all =
        path("M560 250 Q800 190 1040 250 L1010 640 H590 Z", fill(wood)) + path("M610 300 Q800 250 990 300 L966 600 H634 Z", fill(cloth));
    for (int i = 0; i < 3; ++i)
        for (int j = 0; j < 4; ++j) all += circle(680 + j * 80, 350 + i * 90, 9, fill(s.tone(30, 68)));
    all += path("M540 640 H1060 L1090 740 H510 Z", fill(cloth)) + box(500, 736, 600, 44, fill(wood), 8);
    all += path(
        "M530 780 C520 880 540 930 520 1000 H566 C580 920 580 860 590 780 Z M1070 780 C1080 880 1060 930 1080 1000 H1034 C1020 920 1020 "
        "860 1010 780 Z",
        fill(wood));
    all += path("M690 780 L680 960 H716 L730 780 Z M910 780 L920 960 H884 L870 780 Z", fill(light));
    return all + path("M570 270 Q800 215 1030 270", stroke(light, 10)) +
           path("M610 300 Q800 250 990 300 L966 600 H634 Z", fill("url(#gloss)"));
}

std::string chest(style& s) {
    const auto wood = style::hsl(s.between(20, 34), 44, 34), paint = s.tone(38, 36);
    auto all = path("M330 520 C340 380 440 330 560 320 H1040 C1160 330 1260 380 1270 520 Z", fill(paint)) +
               box(330, 520, 940, 420, fill(paint), 6);
    all += box(330, 500, 940, 36, fill(wood)) + box(330, 900, 940, 40, fill(wood));
    for (const double x : {520.0, 800.0, 1080.0})
        all += flower(x, 720, 66, s.accent(62, 56), "#f2d36b") +
               path(fmt::format("M{} 800 q40 40 0 90 q-40 -50 0 -90", x), fill(style::hsl(130, 35, 42)));
    for (const double x : {440.0, 1160.0}) all += box(x - 20, 330, 40, 610, fill("#4b4a48"), 4);
    all += box(750, 490, 100, 120, fill("#57544d"), 10) + circle(800, 545, 16, fill("#1f1e1c")) + box(793, 545, 14, 40, fill("#1f1e1c"));
    return all + box(330, 520, 940, 420, fill("url(#wood)"), 6);
}

std::string painting(style& s) {
    std::string inside = "<clipPath id='canvas'><rect x='410' y='300' width='780' height='600'/></clipPath><g clip-path='url(#canvas)'>";
    inside += box(410, 300, 780, 600, fill(s.tone(52, 80))) + box(410, 300, 780, 200, fill(s.tone(50, 70))) +
              circle(s.between(560, 1040), 450, 64, fill(s.accent(80, 80)));
    inside += path("M410 640 C540 520 640 560 760 500 C900 430 1040 560 1190 480 V900 H410 Z", fill(s.tone(28, 56)));
    inside += path("M410 720 C560 640 760 700 900 640 C1020 590 1120 660 1190 640 V900 H410 Z", fill(style::hsl(95, 32, 46)));
    inside += path("M410 800 C620 740 820 820 1190 730 V900 H410 Z", fill(style::hsl(52, 52, 58))) +
              path("M760 900 C790 820 700 780 780 720 C820 690 800 660 840 640", stroke("#f1e2b6", 22));
    inside += box(960, 590, 110, 90, fill("#f2ede0")) + path("M940 596 L1015 530 L1090 596 Z", fill("#a9743f")) +
              box(1000, 630, 30, 50, fill("#5b4630"));
    for (int i = 0; i < 5; ++i) inside += oval(470 + i * 44, 650 - (i % 2) * 16, 20, 62, fill(style::hsl(120, 34, 30 + i * 3)));
    return framed(style::hsl(40, 50, s.between(34, 46)), style::hsl(44, 60, 62), inside + "</g>");
}

std::string print(style& s) {
    const auto one = s.tone(62, 44), two = s.accent(66, 56);
    std::string inside = circle(s.between(640, 760), 540, 170, fill(one)) + path("M600 860 L860 400 L1120 860 Z", fill(two)) +
                         box(480, 760, 640, 26, fill("#22232a"));
    inside += line(500, 360, 1100, 840, stroke("#22232a", 10)) + circle(1020, 430, 60, fill("#22232a")) +
              around(6, 1020, 430, line(1020, 340, 1020, 310, stroke(one, 10)));
    return framed("#2a2624", "#ddd3bd", inside);
}

std::string icon(style& s) {
    const auto gold = style::hsl(44, 66, 58), robe = s.tone(52, 34), cloak = s.accent(55, 36);
    auto all = path("M470 980 V420 C470 270 620 200 800 200 C980 200 1130 270 1130 420 V980 Z", fill(style::hsl(24, 42, 26)));
    all += path("M520 930 V430 C520 310 650 250 800 250 C950 250 1080 310 1080 430 V930 Z", fill(gold)) +
           circle(800, 480, 170, fill(style::hsl(46, 80, 68))) + circle(800, 480, 170, stroke(style::hsl(34, 60, 38), 6));
    all += path("M600 930 C600 760 680 650 800 640 C920 650 1000 760 1000 930 Z", fill(robe)) +
           path(
               "M640 930 C620 700 700 600 720 470 C740 380 860 380 880 470 C900 600 980 700 960 930 L900 930 C900 760 860 690 800 680 C740 "
               "690 700 760 700 930 Z",
               fill(cloak));
    all += oval(800, 500, 66, 86, fill("#c99b6d")) + path("M772 490 h18 M810 490 h18 M792 540 h18", stroke("#5a3d25", 6)) +
           star(800, 410, 8, 26, 10, fill(gold));
    return all + around(24, 800, 480, line(800, 296, 800, 284, stroke(style::hsl(34, 60, 38), 5))) +
           path("M470 980 V420 C470 270 620 200 800 200 C980 200 1130 270 1130 420 V980 Z", fill("url(#gloss)"));
}

std::string bust(style& s) {
    const auto stone = s.one_of("bronze", "marble") == "marble" ? std::string("#e5e1d8") : style::hsl(30, 36, 38),
               shade = style::hsl(30, 20, 24);
    const std::string head =
        "M620 900 C640 800 700 780 710 720 C640 660 620 560 650 450 C690 320 900 310 950 440 C990 550 970 640 910 710 C915 780 990 800 "
        "1000 900 Z";
    auto all = box(600, 900, 400, 60, fill(shade), 8) + box(640, 955, 320, 60, fill(shade), 8) + path(head, fill(stone));
    all += path("M650 450 C700 400 760 420 800 390 C860 420 920 400 950 450 C960 380 900 320 800 320 C700 320 640 380 650 450 Z",
                fmt::format("fill='{}' fill-opacity='0.4'", shade));
    all += path("M720 540 h50 M850 540 h50 M810 540 C800 600 780 620 810 632 M770 680 q40 20 80 0", stroke(shade, 9));
    return all + path(head, fill("url(#shade)")) + path("M690 460 C680 540 690 600 720 650", stroke("rgba(255,255,255,0.5)", 16));
}

std::string uniform(style& s) {
    const auto cloth = style::hsl(s.between(60, 110), 18, 34), dark = style::hsl(80, 18, 22), gold = style::hsl(44, 60, 58),
               red = s.accent(58, 42);
    auto all = path("M620 260 L470 330 L380 700 L490 740 L540 560 V1000 H1060 V560 L1110 740 L1220 700 L1130 330 L980 260 L800 330 Z",
                    fill(cloth));
    all += path("M620 260 L800 330 L980 260 L940 240 H660 Z", fill(dark)) +
           path("M620 260 L760 460 L800 330 Z M980 260 L840 460 L800 330 Z", fill(dark)) + line(800, 440, 800, 1000, stroke(dark, 6));
    for (int y = 500; y < 960; y += 90) all += circle(830, y, 16, fill(gold)) + circle(770, y, 16, fill(gold));
    all += box(480, 318, 130, 34, fill(red), 6) + box(990, 318, 130, 34, fill(red), 6) + star(545, 335, 5, 14, 6, fill(gold)) +
           star(1055, 335, 5, 14, 6, fill(gold));
    return all + box(590, 620, 140, 24, fill(red), 4) + box(590, 652, 140, 24, fill(gold), 4) + box(540, 830, 520, 44, fill(dark)) +
           box(770, 820, 60, 64, fill(gold), 6);
}

std::string pot(style& s) {
    const auto enamel = s.tone(48, 46), dark = s.tone(48, 30);
    auto all = path("M480 520 H1120 V780 C1120 900 1020 950 800 950 C580 950 480 900 480 780 Z", fill(enamel)) +
               oval(800, 520, 320, 60, fill(dark));
    all += oval(800, 480, 300, 70, fill(enamel)) + oval(800, 466, 260, 52, fill(s.tone(44, 56))) +
           box(770, 370, 60, 60, fill("#2d2a28"), 10) + oval(800, 372, 56, 26, fill("#2d2a28"));
    all += path("M480 600 C400 590 390 700 484 700 M1120 600 C1200 590 1210 700 1116 700", stroke("#2d2a28", 28));
    for (const double x : {640.0, 800.0, 960.0}) all += flower(x, 740, 40, "#f5efe0", s.accent(70, 58));
    return all + path("M480 520 H1120 V780 C1120 900 1020 950 800 950 C580 950 480 900 480 780 Z", fill("url(#shade)")) +
           path("M540 600 C530 700 550 800 600 860", stroke("rgba(255,255,255,0.55)", 18));
}

std::string doll(style& s) {
    const auto dress = s.tone(58, 50), shawl = s.accent(58, 52);
    auto all = path(
        "M800 240 C920 240 970 330 950 430 C1060 520 1090 700 1050 860 C1030 960 940 1000 800 1000 C660 1000 570 960 550 860 C510 700 540 "
        "520 650 430 C630 330 680 240 800 240 Z",
        fill(dress));
    all += path("M800 240 C920 240 970 330 950 430 C910 500 870 520 800 520 C730 520 690 500 650 430 C630 330 680 240 800 240 Z",
                fill(shawl)) +
           oval(800, 380, 96, 100, fill("#f6d9b8"));
    all += path("M704 370 C720 300 880 300 896 370 C860 330 740 330 704 370 Z", fill("#5a3520")) + circle(765, 380, 10, fill("#2c2016")) +
           circle(835, 380, 10, fill("#2c2016"));
    all += path("M778 428 q22 20 44 0", stroke("#b8402f", 8)) + circle(738, 412, 16, fill("rgba(220,90,70,0.45)")) +
           circle(862, 412, 16, fill("rgba(220,90,70,0.45)"));
    all += oval(800, 740, 170, 200, fill("#f7f0df")) + flower(800, 690, 70, s.tone(64, 52), "#f2cf57") +
           flower(720, 810, 40, s.accent(64, 48), "#f2cf57") + flower(880, 810, 40, s.accent(64, 48), "#f2cf57");
    return all + path("M600 600 C570 720 580 840 620 920", stroke("rgba(255,255,255,0.45)", 18));
}

}  // namespace gavel::sim::scenes
