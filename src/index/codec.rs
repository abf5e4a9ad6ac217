//! Numbers, columns and strings as bytes, and back. Everything is little-endian; a length stands before what it is the
//! length of, and is compared with the bytes that are left before anything is set aside for it.

use crate::store::Strings;

/// Puts values one after the other.
#[derive(Debug, Default)]
pub(super) struct Encoder {
    pub(super) bytes: Vec<u8>,
}

impl Encoder {
    pub(super) fn number(&mut self, number: u64) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    pub(super) fn hash(&mut self, hash: u128) {
        self.bytes.extend_from_slice(&hash.to_le_bytes());
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.raw(text.as_bytes());
    }

    pub(super) fn optional(&mut self, text: Option<&str>) {
        self.bytes.push(u8::from(text.is_some()));
        if let Some(text) = text {
            self.text(text);
        }
    }

    pub(super) fn column8(&mut self, values: impl ExactSizeIterator<Item = u8>) {
        self.number(values.len() as u64);
        self.bytes.extend(values);
    }

    pub(super) fn column16(&mut self, values: impl ExactSizeIterator<Item = u16>) {
        self.number(values.len() as u64);
        self.bytes.extend(values.flat_map(u16::to_le_bytes));
    }

    pub(super) fn column32(&mut self, values: impl ExactSizeIterator<Item = u32>) {
        self.number(values.len() as u64);
        self.bytes.reserve(values.len() * 4);
        values.for_each(|value| self.bytes.extend_from_slice(&value.to_le_bytes()));
    }

    pub(super) fn column64(&mut self, values: impl ExactSizeIterator<Item = u64>) {
        self.number(values.len() as u64);
        self.bytes.reserve(values.len() * 8);
        values.for_each(|value| self.bytes.extend_from_slice(&value.to_le_bytes()));
    }

    pub(super) fn pairs(&mut self, pairs: &[(u32, u32)]) {
        self.column32(pairs.iter().map(|pair| pair.0));
        self.column32(pairs.iter().map(|pair| pair.1));
    }

    pub(super) fn strings(&mut self, strings: &Strings) {
        let (arena, offsets) = strings.parts();
        self.text(arena);
        self.column32(offsets.iter().copied());
    }
}

/// Takes values one after the other. `None` means that the bytes are not what was put there.
#[derive(Debug)]
pub(super) struct Decoder<'a> {
    left: &'a [u8],
}

impl<'a> Decoder<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { left: bytes }
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.left.is_empty()
    }

    pub(super) fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (taken, left) = self.left.split_at_checked(len)?;
        self.left = left;
        Some(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        self.array().map(|[byte]| byte)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    pub(super) fn hash(&mut self) -> Option<u128> {
        self.array().map(u128::from_le_bytes)
    }

    pub(super) fn raw(&mut self) -> Option<&'a [u8]> {
        let len = usize::try_from(self.number()?).ok()?;
        self.take(len)
    }

    pub(super) fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.raw()?).ok()
    }

    pub(super) fn owned(&mut self) -> Option<String> {
        self.text().map(str::to_owned)
    }

    pub(super) fn optional(&mut self) -> Option<Option<String>> {
        match self.byte()? {
            0 => Some(None),
            1 => self.owned().map(Some),
            _ => None,
        }
    }

    /// The bytes of a column of values of `size` bytes each.
    fn column(&mut self, size: usize) -> Option<&'a [u8]> {
        let len = usize::try_from(self.number()?).ok()?;
        self.take(len.checked_mul(size)?)
    }

    pub(super) fn column8(&mut self) -> Option<Vec<u8>> {
        self.column(1).map(<[u8]>::to_vec)
    }

    pub(super) fn column16(&mut self) -> Option<Vec<u16>> {
        let values = self.column(2)?.chunks_exact(2);
        Some(values.map(|value| u16::from_le_bytes(value.try_into().unwrap_or_default())).collect())
    }

    pub(super) fn column32(&mut self) -> Option<Vec<u32>> {
        let values = self.column(4)?.chunks_exact(4);
        Some(values.map(|value| u32::from_le_bytes(value.try_into().unwrap_or_default())).collect())
    }

    pub(super) fn column64(&mut self) -> Option<Vec<u64>> {
        let values = self.column(8)?.chunks_exact(8);
        Some(values.map(|value| u64::from_le_bytes(value.try_into().unwrap_or_default())).collect())
    }

    pub(super) fn pairs(&mut self) -> Option<Vec<(u32, u32)>> {
        let (first, second) = (self.column32()?, self.column32()?);
        (first.len() == second.len()).then(|| first.into_iter().zip(second).collect())
    }

    pub(super) fn strings(&mut self) -> Option<Strings> {
        let arena = self.owned()?;
        let offsets = self.column32()?;
        Strings::from_parts(arena, offsets)
    }
}

/// Appends a number, seven bits a byte.
pub(super) fn put(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Takes off what [`put`] appended.
pub(super) fn take(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_and_lengths_that_lie_do_not() {
        let mut encoder = Encoder::default();
        encoder.text("“due”");
        encoder.column16([1, 2].into_iter());
        encoder.pairs(&[(3, 4)]);
        encoder.optional(None);
        let mut decoder = Decoder::new(&encoder.bytes);
        assert_eq!(decoder.text(), Some("“due”"));
        assert_eq!(decoder.column16(), Some(vec![1, 2]));
        assert_eq!(decoder.pairs(), Some(vec![(3, 4)]));
        assert_eq!(decoder.optional(), Some(None));
        assert!(decoder.is_at_end());
        let huge = u64::MAX.to_le_bytes();
        assert_eq!(Decoder::new(&huge).column64(), None);
        assert_eq!(Decoder::new(&huge).text(), None);
    }
}
