"""The look all surfaces share: tokens, parts, icons, base templates."""
