#include "sim/demo/pictures/scenes.hpp"

namespace gavel::sim::scenes {

namespace {

constexpr std::string_view black = "#1d1e22", steel = "#c8cdd2", glass = "#5d86a0";

std::string lens(double x, double y, double r) {
    return circle(x, y, r, fill("#26272c")) + circle(x, y, r * 0.82, stroke("#74787e", 8)) + circle(x, y, r * 0.66, fill("#15171c")) +
           circle(x, y, r * 0.5, fill("#2b3f5c")) + circle(x, y, r * 0.3, fill("#131b2a")) +
           oval(x - r * 0.2, y - r * 0.22, r * 0.14, r * 0.1, fill("rgba(255,255,255,0.75)"));
}

std::string wheel(double x, double y, double r, const std::string& hub) {
    return circle(x, y, r, fill(black)) + circle(x, y, r * 0.62, fill(hub)) +
           around(6, x, y, box(x - 4, y - r * 0.58, 8, r * 0.4, fill(black))) + circle(x, y, r * 0.16, fill(black));
}

}  // namespace

std::string camera(style& s) {
    const auto leather = s.between(0, 1) ? std::string("#2b2523") : s.tone(30, 26);
    auto all = box(360, 380, 880, 540, fill(steel), 40) + box(360, 500, 880, 320, fill(leather)) +
               path("M620 390 L680 280 H920 L980 390 Z", fill(steel)) + box(700, 310, 200, 70, fill("#3a4148"), 8);
    all += circle(480, 372, 60, fill("#9aa0a6")) + circle(480, 362, 46, fill("#d9dde1")) + box(1060, 340, 90, 44, fill("#9aa0a6"), 12) +
           circle(1150, 360, 22, fill("#b53a2e"));
    all += lens(800, 660, 240) + box(420, 440, 160, 40, fill("#3a4148"), 6) + box(1090, 430, 90, 60, fill("#203040"), 8);
    return all + box(360, 380, 880, 540, fill("url(#gloss)"), 40) +
           fmt::format("<text x='800' y='362' font-family='serif' font-size='40' text-anchor='middle' fill='#e8ecef'>{}</text>",
                       s.one_of("KOLIR", "OPTIKA", "ZIRKA"));
}

std::string phone(style& s) {
    auto all = box(590, 150, 420, 900, fill("#17181c"), 60) + box(612, 172, 376, 856, fill(s.tone(52, 40)), 44) +
               path("M612 700 C740 560 860 760 988 600 V984 C988 1010 970 1028 944 1028 H656 C630 1028 612 1010 612 984 Z",
                    fill(s.accent(56, 48)));
    all += circle(740, 420, 90, fill(s.tone(60, 70))) + box(720, 186, 160, 30, fill("#17181c"), 15);
    for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 2; ++j)
            all += box(650 + i * 78, 780 + j * 90, 60, 60, fill(style::hsl((s.hue() + 40 * (i + j)) % 360, 60, 62)), 16);
    return turned(
        s.between(-14, 14), 800, 600,
        all + path("M612 216 C612 190 630 172 656 172 H830 L640 1028 H656 C630 1028 612 1010 612 984 Z", fill("rgba(255,255,255,0.14)")));
}

std::string computer(style& s) {
    const auto plastic = style::hsl(s.between(36, 48), 22, 80), dark = style::hsl(40, 14, 58);
    auto all = box(440, 220, 720, 520, fill(plastic), 24) + box(490, 262, 620, 400, fill("#20262a"), 36) +
               box(520, 290, 560, 344, fill("#10301f"), 26);
    for (int i = 0; i < 7; ++i) all += box(550, 322 + i * 42, s.between(120, 460), 16, fill("#5fe08a"));
    all += circle(1110, 700, 12, fill("#5fe08a")) + box(470, 690, 120, 18, fill(dark), 6) +
           path("M620 740 H980 L1010 800 H590 Z", fill(dark)) + path("M360 830 H1240 L1300 980 H300 Z", fill(plastic));
    for (int row = 0; row < 4; ++row)
        for (int i = 0; i < 14 - row; ++i)
            all +=
                box(382 - row * 13 + i * (60 + row * 3), 848 + row * 31, 48, 22, fill(row == 3 && i > 3 && i < 9 ? plastic : "#8f897a"), 5);
    return all + box(440, 220, 720, 520, fill("url(#gloss)"), 24);
}

std::string console(style& s) {
    const auto body = s.between(0, 1) ? std::string("#d9d6cf") : std::string("#34353b"), accent = s.tone(60, 48);
    auto all = path("M320 420 H1280 L1320 760 H280 Z", fill(body)) + box(560, 440, 480, 70, fill("#202126"), 8) +
               box(600, 396, 400, 90, fill(accent), 8) + box(640, 416, 320, 40, fill("#f5efdf"), 4);
    all +=
        box(360, 560, 180, 60, fill("#202126"), 10) + circle(400, 590, 14, fill("#d2452f")) + box(300, 700, 1000, 30, fill("#202126"), 6);
    all += path("M470 760 C480 860 560 850 600 880", stroke(black, 12)) + box(560, 820, 480, 190, fill("#2c2d33"), 80) +
           box(630, 890, 130, 42, fill(black), 8) + box(674, 846, 42, 130, fill(black), 8);
    return all + circle(890, 920, 34, fill(accent)) + circle(970, 890, 34, fill(s.accent(60, 52))) +
           path("M320 420 H1280 L1290 520 H310 Z", fill("url(#gloss)"));
}

std::string radio(style& s) {
    const auto wood = style::hsl(s.between(18, 32), 50, 36);
    auto all = path("M330 420 C330 330 400 300 480 300 H1120 C1200 300 1270 330 1270 420 V920 H330 Z", fill(wood)) +
               path("M330 420 C330 330 400 300 480 300 H1120 C1200 300 1270 330 1270 420 V920 H330 Z", fill("url(#wood)"));
    all += box(390, 370, 820, 320, fill("#cdbb90"), 16);
    for (int y = 386; y < 680; y += 18) all += line(400, y, 1200, y, stroke("#9d8a5c", 5));
    all += box(390, 720, 820, 90, fill("#f4e9c4"), 10) + line(s.between(500, 1100), 726, s.between(500, 1100), 804, stroke("#b8392c", 6));
    for (int i = 0; i < 20; ++i) all += line(420 + i * 40, 740, 420 + i * 40, i % 5 ? 760 : 780, stroke("#5a4a2c", 4));
    for (const double x : {470.0, 680.0, 920.0, 1130.0}) all += circle(x, 860, 40, fill("#2b2420")) + circle(x, 860, 26, fill("#d8c79a"));
    return all + path("M420 940 H500 L490 980 H430 Z M1100 940 H1180 L1170 980 H1110 Z", fill("#2b2420")) +
           star(800, 530, 8, 80, 34, fill(wood));
}

std::string train(style& s) {
    const auto paint = s.tone(52, 34), trim = style::hsl(44, 62, 56);
    auto all = box(180, 900, 1240, 18, fill("#6b6f74"));
    for (int i = 0; i < 22; ++i) all += box(190 + i * 57, 918, 34, 26, fill("#5b4632"), 3);
    all += box(430, 520, 560, 230, fill(paint), 110) + box(960, 380, 300, 370, fill(paint), 16) + box(930, 350, 360, 44, fill(black), 12) +
           box(1000, 430, 100, 120, fill(glass), 8) + box(1130, 430, 100, 120, fill(glass), 8);
    all += path("M500 520 L480 360 H580 L560 520 Z", fill(black)) + box(466, 340, 130, 30, fill(trim), 8) +
           oval(720, 516, 60, 50, fill(trim)) + circle(416, 636, 70, fill(black)) + circle(404, 636, 40, fill("#f7efc6"));
    all += box(400, 740, 880, 60, fill("#a33a2d"), 8) + path("M330 860 L430 740 V860 Z", fill("#a33a2d"));
    for (const double x : {520.0, 720.0, 920.0}) all += wheel(x, 830, 84, "#a33a2d");
    all += wheel(1140, 850, 62, "#a33a2d") + box(500, 820, 460, 18, fill(steel), 9);
    for (int i = 0; i < 4; ++i) all += circle(520 + i * 76, 280 - i * 36, 46 + i * 16, fill("rgba(255,255,255,0.34)"));
    return all + box(430, 560, 560, 14, fill(trim)) + box(430, 690, 560, 14, fill(trim)) + box(450, 535, 520, 60, fill("url(#gloss)"), 30);
}

std::string car(style& s) {
    const auto paint = s.tone(64, 46), dark = s.tone(60, 30);
    auto all = path(
        "M250 790 C250 690 300 650 420 640 C500 520 600 440 820 440 C1010 440 1080 540 1140 630 C1260 640 1350 680 1350 790 L1330 840 H270 "
        "Z",
        fill(paint));
    all += path("M510 640 C570 540 660 490 780 486 V640 Z M820 486 C960 490 1010 560 1060 640 H820 Z", fill(glass)) +
           path("M250 790 H1350 L1330 840 H270 Z", fill(dark)) + line(800, 650, 800, 830, stroke(dark, 6));
    all += box(850, 690, 70, 14, fill(steel), 7) + circle(1310, 720, 34, fill("#f6efcd")) + box(254, 700, 40, 50, fill("#b73a2c"), 8) +
           box(230, 800, 160, 30, fill(steel), 12) + box(1220, 800, 160, 30, fill(steel), 12);
    all += wheel(480, 840, 116, "#d9dce0") + wheel(1120, 840, 116, "#d9dce0") +
           path("M430 660 C520 640 700 650 1180 660", stroke("rgba(255,255,255,0.5)", 10));
    return all + path("M540 610 C590 550 650 520 720 510", stroke("rgba(255,255,255,0.6)", 12));
}

std::string game(style& s) {
    std::string all = box(300, 320, 780, 780, fill(style::hsl(26, 40, 28)), 8);
    for (int row = 0; row < 8; ++row)
        for (int col = 0; col < 8; ++col)
            all += box(330 + col * 90, 350 + row * 90, 90, 90, fill((row + col) % 2 ? style::hsl(26, 42, 40) : std::string("#ecd9b4")));
    const auto pawn = [](double x, double y, const std::string& colour) {
        return oval(x, y + 60, 44, 16, fill("rgba(0,0,0,0.3)")) +
               path(fmt::format("M{} {} q-10 -60 -14 -90 h-40 q-4 30 -14 90 z", x + 34, y + 60), fill(colour)) +
               circle(x, y - 50, 30, fill(colour));
    };
    for (int i = 0; i < 9; ++i) all += pawn(375 + s.between(0, 7) * 90, 395 + s.between(0, 7) * 90, i % 2 ? "#f3e6c8" : "#2a211b");
    all = "<g transform='translate(110 -60) scale(1 0.86)'>" + all + "</g>";
    for (int i = 0; i < 2; ++i) {
        const double x = 1180 + i * 110, y = 760 + i * 120;
        all +=
            turned(20 + 30 * i, x, y,
                   box(x - 60, y - 60, 120, 120, fill(i ? s.tone(62, 48) : std::string("#f5f0e2")), 22) +
                       circle(x - 28, y - 28, 12, fill(black)) + circle(x, y, 12, fill(black)) + circle(x + 28, y + 28, 12, fill(black)));
    }
    return all;
}

std::string tools(style& s) {
    const auto wood = style::hsl(30, 52, 52), grip = s.tone(62, 44);
    auto all = turned(38, 800, 600,
                      box(770, 330, 60, 620, fill(wood), 26) +
                          path("M640 230 H900 C960 230 990 270 1000 320 L900 330 V360 H700 V330 L640 320 Z", fill("#80868c")) +
                          box(640, 230, 60, 130, fill("#6a7076"), 8));
    all += turned(-34, 800, 600,
                  path("M760 960 L780 420 C700 380 690 280 740 220 L760 320 L800 350 L840 320 L860 220 C910 280 900 380 820 420 L840 960 "
                       "Q800 1000 760 960 Z",
                       fill(steel)) +
                      box(764, 560, 72, 380, fill(grip), 30));
    all += turned(4, 800, 600, box(450, 980, 720, 60, fill(wood), 8) + path("M450 980 H1170 L1150 940 H470 Z", fill("#b9bfc5")));
    for (int i = 0; i < 22; ++i) all += path(fmt::format("M{} 1042 l16 20 l16 -20 z", 452 + i * 32), fill("#9aa0a6"));
    return all;
}

std::string bicycle(style& s) {
    const auto paint = s.tone(60, 42);
    std::string all;
    for (const double x : {470.0, 1130.0})
        all += circle(x, 780, 230, stroke(black, 22)) + circle(x, 780, 212, stroke(steel, 6)) +
               around(20, x, 780, line(x, 780, x, 570, stroke("#a9aeb4", 3))) + circle(x, 780, 22, fill(steel));
    all += path("M470 780 L660 470 L1000 470 L800 780 Z M660 470 L800 780 M1000 470 L1130 780 M640 420 L680 520", stroke(paint, 24)) +
           path("M470 780 H800", stroke(paint, 20));
    all += path("M580 410 C620 396 700 396 730 420 C700 440 620 440 580 410 Z", fill("#3a2a20")) +
           path("M1000 470 L980 380 C940 350 900 380 900 400 M980 380 C1040 350 1090 380 1080 420", stroke(steel, 16));
    all += circle(800, 780, 62, stroke(steel, 14)) + around(8, 800, 780, line(800, 780, 800, 726, stroke(steel, 6))) +
           line(800, 780, 850, 880, stroke(steel, 14)) + box(820, 872, 70, 18, fill(black), 6);
    return all + path("M470 560 A230 230 0 0 1 690 720", stroke(paint, 16)) + path("M1130 560 A230 230 0 0 1 1340 700", stroke(paint, 16)) +
           circle(1030, 450, 30, fill("#f3ecc6"));
}

}  // namespace gavel::sim::scenes
