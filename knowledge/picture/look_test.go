package picture

import (
	"image/color"
	"math"
	"testing"
)

// TestContrast holds both looks against WCAG 2.2, success criterion 1.4.3: text
// stands out by 4.5 to 1.
func TestContrast(t *testing.T) {
	for name, look := range map[string]Look{"light": Light, "dark": Dark} {
		colours := look.palette()
		for _, pair := range []struct{ text, behind tone }{
			{strong, ground}, {soft, ground}, {accent, ground}, {accent, rule},
		} {
			if ratio := contrast(colours[pair.text], colours[pair.behind]); ratio < 4.5 {
				t.Errorf("%s: tone %d on tone %d stands out by %.2f to 1 only", name, pair.text, pair.behind, ratio)
			}
		}
	}
}

func contrast(a, b color.RGBA) float64 {
	lighter, darker := luminance(a), luminance(b)
	if lighter < darker {
		lighter, darker = darker, lighter
	}
	return (lighter + 0.05) / (darker + 0.05)
}

// luminance is WCAG's relative luminance.
func luminance(c color.RGBA) float64 {
	linear := func(channel uint8) float64 {
		v := float64(channel) / 255
		if v <= 0.04045 {
			return v / 12.92
		}
		return math.Pow((v+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}
